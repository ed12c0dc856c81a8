package dev.flamestream.standalone.flink;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster of one task manager inside this process, for one job that goes on where an earlier process left it.
 *
 * <p>Recovery, in this order: (1) the newest checkpoint whose files are all there is found; (2) what a kill left half
 * written after it is cleared away; (3) the job is submitted to restore from it, and owns it from then on; (4) once every
 * task runs, checkpoints before it and files nobody names are deleted. Stopping takes no savepoint: the next start replays
 * Kafka from the newest checkpoint.
 *
 * <p>Not thread-safe. The caller closes it, before the Kafka broker it reads from.
 */
public final class EmbeddedFlink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedFlink.class);

    /** Submitting a job that restores gigabytes takes seconds; Flink itself would wait for ever. */
    private static final Duration SUBMIT_PATIENCE = Duration.ofSeconds(60);

    /** Tasks stop within a second; the process must be gone within ten. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(4);

    private final FlinkSettings settings;
    private final MiniCluster cluster;

    private EmbeddedFlink(FlinkSettings settings, MiniCluster cluster) {
        this.settings = settings;
        this.cluster = cluster;
    }

    /** Starts the cluster, with its scratch folder emptied. It runs no job yet. */
    public static EmbeddedFlink start(FlinkSettings settings) throws IOException {
        FolderTree.delete(settings.scratchFolder());
        Files.createDirectories(settings.scratchFolder());
        Files.createDirectories(settings.checkpointFolder());
        Configuration configuration = settings.toConfiguration();
        FileSystem.initialize(configuration, null);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.slotCount())
                .build());
        try {
            cluster.start();
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            // MiniCluster.start declares Exception; the cluster has cleaned up after itself.
            throw new IOException("Flink did not start: " + failure.getMessage(), failure);
        }
        return new EmbeddedFlink(settings, cluster);
    }

    /**
     * Builds the job and submits it under a fixed id, restored from the newest sound checkpoint where there is one.
     *
     * @param wishes what the job asks for beside the cluster's settings, and over them
     */
    public RunningJob run(JobID jobId, Configuration wishes, Consumer<StreamExecutionEnvironment> topology)
            throws IOException {
        RetainedCheckpoints retained =
                new RetainedCheckpoints(settings.checkpointFolder().resolve(jobId.toString()));
        Optional<Path> newest = retained.newestSound();
        if (newest.isEmpty() && !retained.isEmpty()) {
            // Starting anew would count again whatever the blocks hold already.
            throw new IOException("no checkpoint under " + settings.checkpointFolder() + " is readable");
        }
        Set<Path> named = newest.isPresent()
                ? CheckpointContents.read(newest.get()).sizes().keySet()
                : Set.of();
        retained.makeRoomAfter(newest);

        Configuration configuration = settings.toConfiguration();
        configuration.addAll(wishes);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        topology.accept(environment);
        JobGraph graph = environment.getStreamGraph().getJobGraph(EmbeddedFlink.class.getClassLoader(), jobId);
        newest.ifPresent(checkpoint -> graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(checkpoint.toUri().toString(), false, RecoveryClaimMode.CLAIM)));

        Instant submitted = Instant.now();
        await(cluster.submitJob(graph), SUBMIT_PATIENCE, "submitting the job");
        log.atInfo()
                .addKeyValue("objectKey", newest.map(Path::toString).orElse("none"))
                .log("job submitted");
        return new RunningJob(cluster, jobId, () -> {
            if (newest.isPresent()) {
                retained.sweep(newest.get(), named, submitted);
            }
        });
    }

    /** Where Flink's REST interface answers: whether the job runs, and how its checkpoints go. */
    public URI restAddress() {
        return URI.create(
                "http://" + LoopbackPorts.HOST + ":" + settings.ports().rest());
    }

    /** Stops the cluster with the job in it; waits a bounded time, since checkpoints on the disk are complete or ignored. */
    @Override
    public void close() {
        try {
            await(cluster.closeAsync(), CLOSE_PATIENCE, "stopping Flink");
        } catch (IOException failure) {
            log.atWarn()
                    .addKeyValue("error", failure.getMessage())
                    .log("Flink still closing; the next start goes on from the newest checkpoint");
        }
    }

    static <T> T await(CompletableFuture<T> future, Duration patience, String what) throws IOException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new IOException(what + ": " + failure.getCause(), failure);
        } catch (TimeoutException failure) {
            throw new IOException(what + ": no answer within " + patience.toSeconds() + " s", failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException(what + ": interrupted", interruption);
        }
    }
}
