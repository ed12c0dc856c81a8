package dev.flamestream.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flamestream.schemas.querier.SelectMergeProfileRequest;
import dev.flamestream.standalone.query.FlameNode;
import dev.flamestream.standalone.query.FlamegraphText;
import dev.flamestream.standalone.query.QueryFailure;
import dev.flamestream.standalone.query.TopText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The questions whose answer is one merged profile. */
final class QueryProfileCommands {
    /** What the service allows at most: a list of functions must not lose the small ones that add up. */
    private static final int ALL_NODES = 1 << 20;

    private QueryProfileCommands() {}

    private static JsonNode flamegraph(QueryOptions options, ProfileOptions profile, int maxNodes)
            throws CommandFailure {
        ObjectNode request = options.request().put("maxNodes", maxNodes);
        profile.addTo(request);
        return options.ask("SelectMergeStacktraces", request);
    }

    /** {@code flamestream query flamegraph}. */
    @Command(name = "flamegraph", description = "A flame graph as an indented tree.", mixinStandardHelpOptions = true)
    static final class Flamegraph implements Callable<Integer> {
        @Mixin
        private QueryOptions options = new QueryOptions();

        @Mixin
        private ProfileOptions profile = new ProfileOptions();

        @Option(
                names = "--min-share",
                paramLabel = "PERCENT",
                defaultValue = "1",
                description = "Leave out boxes below this share of the whole; default ${DEFAULT-VALUE}")
        private double minPercent;

        @Option(names = "--max-nodes", defaultValue = "8192", description = "default ${DEFAULT-VALUE}")
        private int maxNodes;

        @Override
        public Integer call() throws CommandFailure {
            FlamegraphText text = new FlamegraphText(profile.quantity(), minPercent / 100);
            JsonNode answer = flamegraph(options, profile, maxNodes);
            options.print(answer, json -> text.lines(FlameNode.of(json.path("flamegraph"))));
            return 0;
        }
    }

    /** {@code flamestream query top}. */
    @Command(name = "top", description = "The functions with the largest own values.", mixinStandardHelpOptions = true)
    static final class Top implements Callable<Integer> {
        @Mixin
        private QueryOptions options = new QueryOptions();

        @Mixin
        private ProfileOptions profile = new ProfileOptions();

        @Option(
                names = {"-n", "--count"},
                defaultValue = "30",
                description = "Functions; default ${DEFAULT-VALUE}")
        private int count;

        @Override
        public Integer call() throws CommandFailure {
            JsonNode answer = flamegraph(options, profile, ALL_NODES);
            options.print(
                    answer, json -> TopText.lines(FlameNode.of(json.path("flamegraph")), count, profile.quantity()));
            return 0;
        }
    }

    /** {@code flamestream query pprof}. */
    @Command(
            name = "pprof",
            description = "Write the merged profile for go tool pprof.",
            mixinStandardHelpOptions = true)
    static final class Pprof implements Callable<Integer> {
        @Mixin
        private QueryOptions options = new QueryOptions();

        @Mixin
        private ProfileOptions profile = new ProfileOptions();

        @Option(names = "-o", paramLabel = "FILE", required = true, description = "Where to, gzip compressed")
        private Path file = Path.of("");

        @Override
        public Integer call() throws CommandFailure {
            QueryOptions.Times times = options.times();
            SelectMergeProfileRequest request = SelectMergeProfileRequest.newBuilder()
                    .setProfileTypeID(profile.type().id())
                    .setLabelSelector(profile.selector())
                    .setStart(times.startMillis())
                    .setEnd(times.endMillis())
                    .build();
            byte[] pprof;
            try {
                pprof = options.client().askProtobuf("SelectMergeProfile", request.toByteArray());
            } catch (QueryFailure failure) {
                throw new CommandFailure(failure);
            }
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write(pprof);
            } catch (IOException failure) {
                throw new CommandFailure("not writable: " + failure.getMessage());
            }
            options.printLines(List.of("wrote " + file + " (" + pprof.length + " bytes before gzip)"));
            return 0;
        }
    }
}
