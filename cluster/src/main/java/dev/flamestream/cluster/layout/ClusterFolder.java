package dev.flamestream.cluster.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder that everything of a cluster is in: what it keeps, what it is configured with, what it logs. */
public record ClusterFolder(Path root) {
    /** The S3 bucket of everything. */
    public static final String BUCKET = "flamestream";

    /** Makes the path absolute: processes are started with it. */
    public ClusterFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** Creates what is missing. */
    public void create() throws IOException {
        for (Path folder :
                List.of(kafka(), bucket(), configuration(), flinkConfiguration(), logs(), pids(), scratch())) {
            Files.createDirectories(folder);
        }
    }

    /** The broker's logs. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /** What the S3 server keeps, a folder for each bucket. */
    public Path s3() {
        return root.resolve("s3");
    }

    /** The one bucket; a folder of the store is a bucket of it. */
    public Path bucket() {
        return s3().resolve(BUCKET);
    }

    /** Files that parts are started with. */
    public Path configuration() {
        return root.resolve("conf");
    }

    /** Flink's own, since it takes a folder. */
    public Path flinkConfiguration() {
        return configuration().resolve("flink");
    }

    /** One log for each process. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** The log of a process, by its name. */
    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    /** One file for each process that was started. */
    public Path pids() {
        return root.resolve("pids");
    }

    /** Working files that nothing is lost with. */
    public Path scratch() {
        return root.resolve("scratch");
    }

    /** Where blocks are written below. */
    public static String blocksUri() {
        return "s3://" + BUCKET + "/store";
    }

    /** Key prefix of the job's checkpoints. */
    public static String checkpointPrefix() {
        return "flink/checkpoints";
    }

    /** Key prefix of the job's savepoints. */
    public static String savepointPrefix() {
        return "flink/savepoints";
    }

    /** An object's address. */
    public static String uri(String key) {
        return "s3://" + BUCKET + "/" + key;
    }
}
