package dev.flamestream.cluster.flink;

import dev.flamestream.cluster.layout.ClusterFolder;
import dev.flamestream.cluster.layout.ClusterPorts;
import dev.flamestream.cluster.layout.ClusterSettings;
import dev.flamestream.cluster.process.LogTail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Submits the job with Flink's own command-line client. */
public final class JobSubmission {
    /** The client takes three to five seconds on a quiet machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** All heads of a load of a few MB a second; two slots of it are half of the heap. */
    private static final long MAX_INDEX_BYTES = 144L << 20;

    private JobSubmission() {}

    /**
     * Submits the job and returns once Flink has taken it.
     *
     * @param snapshot what it goes on from, a checkpoint or a savepoint
     */
    public static void submit(ClusterSettings settings, int parallelism, Optional<Snapshots.Snapshot> snapshot)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("run", "-d", "-p", Integer.toString(parallelism)));
        snapshot.ifPresent(from -> {
            arguments.addAll(List.of("-s", from.address()));
            // A checkpoint is the next job's to clean up; a savepoint belongs to whoever took it.
            arguments.addAll(List.of("-claimMode", from.isSavepoint() ? "NO_CLAIM" : "CLAIM"));
        });
        arguments.add(settings.jobJar().toString());
        arguments.addAll(List.of(
                "--kafka",
                ClusterPorts.address(settings.ports().kafka()),
                "--blocks",
                ClusterFolder.blocksUri(),
                "--window",
                settings.window().toMillis() + "ms",
                "--checkpoint-interval",
                settings.checkpointInterval().toMillis() + "ms",
                "--max-index-bytes",
                Long.toString(MAX_INDEX_BYTES)));
        Path log = settings.folder().log("submit");
        Process client = FlinkProgram.client(settings, arguments).launch(log);
        try {
            if (!client.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("Flink has not taken the job after " + PATIENCE.toSeconds() + " s; see " + log);
            }
            if (client.exitValue() != 0) {
                throw new IOException("Flink did not take the job: " + LogTail.reason(log) + "; see " + log);
            }
        } finally {
            client.destroyForcibly();
        }
    }
}
