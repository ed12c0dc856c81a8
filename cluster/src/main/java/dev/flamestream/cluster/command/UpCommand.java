package dev.flamestream.cluster.command;

import dev.flamestream.cluster.layout.ClusterPorts;
import dev.flamestream.cluster.layout.ClusterSettings;
import dev.flamestream.cluster.part.Cluster;
import dev.flamestream.cluster.part.ClusterFailure;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cluster up}: starts every part, and ends once all of it is of use. */
@Command(
        name = "up",
        description = "Start S3, Kafka, Flink with the job, query services and agents; they go on when this ends.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    /** The job's own. */
    static final Duration DEFAULT_WINDOW = Duration.ofMinutes(10);

    /** The job's own. */
    static final Duration DEFAULT_CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Option(
            names = "--window-seconds",
            paramLabel = "N",
            defaultValue = "600",
            description = "Length of a window, which becomes a block; default ${DEFAULT-VALUE}")
    private int windowSeconds;

    @Option(
            names = "--checkpoint-seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "default ${DEFAULT-VALUE}")
    private int checkpointSeconds;

    @Override
    public Integer call() throws ClusterFailure, InterruptedException {
        Cluster cluster = new Cluster(settings());
        long start = System.nanoTime();
        cluster.start(
                line -> say("  " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s  " + line));
        ClusterPorts ports = cluster.settings().ports();
        say("ready: page http://" + ClusterPorts.address(ports.queryService(1)) + " and http://"
                + ClusterPorts.address(ports.queryService(2)) + ", Kafka " + ClusterPorts.address(ports.kafka())
                + ", Flink http://" + ClusterPorts.address(ports.flinkRest()) + ", data "
                + cluster.settings().folder().root());
        return 0;
    }

    private ClusterSettings settings() {
        try {
            return options.settings(Duration.ofSeconds(windowSeconds), Duration.ofSeconds(checkpointSeconds), false);
        } catch (IllegalArgumentException failure) {
            throw new ParameterException(spec.commandLine(), failure.getMessage(), failure);
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
