package dev.flamestream.standalone.command;

import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.standalone.push.FilePusher;
import dev.flamestream.standalone.push.KafkaAccess;
import dev.flamestream.standalone.push.ProfileTime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flamestream push}: publishes pprof files to Kafka. */
@Command(
        name = "push",
        description = "Publish pprof files to Kafka. Status 1 and a line for each file that failed.",
        mixinStandardHelpOptions = true)
final class PushCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--tenant",
            defaultValue = RecordFormat.DEFAULT_TENANT,
            description = "Whose profiles these are; default ${DEFAULT-VALUE}")
    private String tenant = "";

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "A label of every file, e.g. service_name=checkout; may be repeated")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Kind of profile: process_cpu, memory, mutex, block, goroutines, wall, ...; default: guessed")
    private String name = "";

    @Option(
            names = "--time",
            paramLabel = "TIME",
            defaultValue = "profile",
            description = "profile (what the file says), now, now-1h, or RFC 3339; default ${DEFAULT-VALUE}")
    private String time = "";

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "pprof files, gzip or plain")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
        FilePusher.Envelope envelope = envelope();
        List<Path> failed = new ArrayList<>();
        KafkaAccess access = kafka.access();
        try (FilePusher pusher = new FilePusher(access, envelope, (file, reason) -> {
            failed.add(file);
            spec.commandLine().getErr().println(file + ": " + reason);
            spec.commandLine().getErr().flush();
        })) {
            files.forEach(pusher::push);
        } catch (KafkaException failure) {
            throw kafka.faulty(failure);
        }
        int published = files.size() - failed.size();
        spec.commandLine()
                .getOut()
                .println("published " + published + " of " + files.size() + " to " + access.bootstrapServers());
        spec.commandLine().getOut().flush();
        return failed.isEmpty() ? 0 : FlamestreamCommand.FAILED;
    }

    private FilePusher.Envelope envelope() {
        if (!RecordFormat.isTenantName(tenant)) {
            throw new ParameterException(spec.commandLine(), "--tenant: not a tenant name: '" + tenant + "'");
        }
        try {
            return new FilePusher.Envelope(tenant, Labels.of(labels), name, ProfileTime.parse(time, Instant.now()));
        } catch (IllegalArgumentException failure) {
            throw new ParameterException(spec.commandLine(), "--time: " + failure.getMessage(), failure);
        }
    }
}
