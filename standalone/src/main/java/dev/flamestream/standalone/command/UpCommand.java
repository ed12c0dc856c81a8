package dev.flamestream.standalone.command;

import dev.flamestream.standalone.flink.FlinkSettings;
import dev.flamestream.standalone.up.Progress;
import dev.flamestream.standalone.up.Standalone;
import dev.flamestream.standalone.up.StartFailure;
import dev.flamestream.standalone.up.UpOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flamestream up}: everything in this process, until Ctrl-C. */
@Command(
        name = "up",
        description = "Run Kafka, Flink with the job, the query service and an agent in one process, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    /** The process is gone this long after Ctrl-C, whatever still hangs: a start goes on from what is on the disk. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(9);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "All that is kept; default ./${DEFAULT-VALUE}")
    private Path data = Path.of("");

    @Option(names = "--http-port", defaultValue = "4040", description = "Page and query API; default ${DEFAULT-VALUE}")
    private int httpPort;

    @Option(names = "--kafka-port", defaultValue = "9092", description = "default ${DEFAULT-VALUE}")
    private int kafkaPort;

    @Option(
            names = "--blocks",
            paramLabel = "URI",
            description = "Root of the blocks, s3://BUCKET/PREFIX or file:/DIR; default: the data folder")
    private @Nullable URI blocks;

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "Length of a window, which becomes a block; default ${DEFAULT-VALUE}")
    private Duration window = Duration.ZERO;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "DURATION",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "default ${DEFAULT-VALUE}")
    private Duration checkpointInterval = Duration.ZERO;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Slots of Flink, which share the work among as many cores; default ${DEFAULT-VALUE}")
    private int slots = FlinkSettings.DEFAULT_SLOTS;

    @Option(
            names = "--multitenancy",
            description = "Several tenants: each request to the service names its own, by X-Scope-OrgID")
    private boolean isMultiTenant;

    @Option(names = "--agent-config", paramLabel = "FILE", description = "What to scrape beside this process")
    private @Nullable Path agentConfig;

    @Override
    public Integer call() throws CommandFailure {
        UpOptions options = options();
        Logs.to(options.data().resolve("logs"));
        Standalone standalone = new Standalone(options, new Progress(this::tell));
        // What a signal leaves it at: being asked to stop is no failure, once it runs.
        AtomicInteger status = new AtomicInteger(FlamestreamCommand.FAILED);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(standalone, status), "flamestream-stop"));
        try {
            standalone.start();
            spec.commandLine().getOut().println(readyLine(options));
            spec.commandLine().getOut().flush();
            status.set(CommandLine.ExitCode.OK);
            String reason = standalone.awaitFailure();
            status.set(FlamestreamCommand.FAILED);
            throw new CommandFailure(reason);
        } catch (StartFailure failure) {
            Logs.log(failure);
            throw new CommandFailure(failure);
        }
    }

    private static String readyLine(UpOptions options) {
        return "ready: page http://localhost:" + options.httpPort() + ", Kafka localhost:" + options.kafkaPort()
                + ", data " + options.data();
    }

    /** Runs when the process ends for whatever reason but a kill, and ends it itself: some thread may never let go. */
    private void stop(Standalone standalone, AtomicInteger status) {
        Thread closer = new Thread(standalone::close, "flamestream-close");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(status.get());
    }

    private void tell(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    private UpOptions options() {
        try {
            return new UpOptions(
                    data,
                    httpPort,
                    kafkaPort,
                    Optional.ofNullable(blocks),
                    window,
                    checkpointInterval,
                    slots,
                    isMultiTenant,
                    Optional.ofNullable(agentConfig));
        } catch (IllegalArgumentException failure) {
            throw new ParameterException(spec.commandLine(), failure.getMessage(), failure);
        }
    }
}
