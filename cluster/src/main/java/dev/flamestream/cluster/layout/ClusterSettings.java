package dev.flamestream.cluster.layout;

import java.nio.file.Path;
import java.time.Duration;

/**
 * One cluster on this machine.
 *
 * @param installation the project's folder, where the built parts are found
 * @param s3Port the port that clients of the store use: the server's own, or that of what stands before it
 * @param window length of a window, which becomes a block
 */
public record ClusterSettings(
        Path installation,
        ClusterFolder folder,
        ClusterPorts ports,
        ClusterSize size,
        int s3Port,
        Duration window,
        Duration checkpointInterval) {
    /** Slots of a TaskManager: one may die, and the other takes over all of its work. */
    public static final int SLOTS = 2;

    /** Subtasks of the job as it is submitted. */
    public static final int PARALLELISM = 2;

    /** The store's user; the store listens on loopback alone. */
    public static final String S3_ACCESS_KEY = "local-identity";

    /** The user's other half. */
    public static final String S3_SECRET_KEY = "local-credential";

    /** Checks what has a bound. */
    public ClusterSettings {
        installation = installation.toAbsolutePath().normalize();
        if (window.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("--window: expected at least 1 s, found " + window);
        }
        if (checkpointInterval.compareTo(Duration.ofMillis(500)) < 0) {
            throw new IllegalArgumentException(
                    "--checkpoint-interval: expected at least 500 ms, found " + checkpointInterval);
        }
    }

    /** As clients reach the store. */
    public String s3Endpoint() {
        return "http://" + ClusterPorts.address(s3Port);
    }

    /** As clients reach Flink. */
    public String flinkUrl() {
        return "http://" + ClusterPorts.address(ports.flinkRest());
    }

    /** Jars of Flink, as a distribution has them in its folder of that name. */
    public Path flinkLib() {
        return installation.resolve("cluster/flink-dist/target/lib");
    }

    /** Folders of plug-ins, each with its own class loader. */
    public Path flinkPlugins() {
        return installation.resolve("cluster/flink-dist/target/plugins");
    }

    /** The S3 server with all that it needs. */
    public Path s3Jar() {
        return installation.resolve("cluster/flink-dist/target/lib-s3/s3proxy.jar");
    }

    /** The job as it is submitted. */
    public Path jobJar() {
        return installation.resolve("job/target/flink/flamestream-job.jar");
    }
}
