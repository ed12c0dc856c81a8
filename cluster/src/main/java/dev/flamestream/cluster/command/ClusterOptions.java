package dev.flamestream.cluster.command;

import dev.flamestream.cluster.layout.ClusterFolder;
import dev.flamestream.cluster.layout.ClusterPorts;
import dev.flamestream.cluster.layout.ClusterSettings;
import dev.flamestream.cluster.layout.ClusterSize;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What names a cluster on this machine; the same for each verb. */
final class ClusterOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data/cluster",
            description = "Everything of the cluster; default ./${DEFAULT-VALUE}")
    private Path data = Path.of("");

    @Option(
            names = "--base-port",
            paramLabel = "PORT",
            defaultValue = "20000",
            description = "The first of " + ClusterPorts.COUNT + " loopback ports; default ${DEFAULT-VALUE}")
    private int basePort = ClusterPorts.DEFAULT_BASE;

    /** The cluster of these options. */
    ClusterSettings settings(Duration window, Duration checkpointInterval, boolean withFront) {
        ClusterPorts ports = new ClusterPorts(basePort);
        return new ClusterSettings(
                Path.of(System.getProperty("flamestream.root", "")),
                new ClusterFolder(data),
                ports,
                ClusterSize.DEFAULT,
                withFront ? ports.s3Front() : ports.s3(),
                window,
                checkpointInterval);
    }

    /** The same for verbs that start nothing. */
    ClusterSettings found() {
        return settings(UpCommand.DEFAULT_WINDOW, UpCommand.DEFAULT_CHECKPOINT_INTERVAL, false);
    }
}
