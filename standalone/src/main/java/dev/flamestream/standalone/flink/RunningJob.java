package dev.flamestream.standalone.flink;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.minicluster.MiniCluster;

/** The one job of an {@link EmbeddedFlink}: whether all of it runs, and what last went wrong with it. */
public final class RunningJob {
    /** How often a waiting caller looks; a task's start takes longer than that. */
    private static final Duration POLL = Duration.ofMillis(100);

    /** The dispatcher is in this process; it answers in milliseconds unless it is dying. */
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);

    private final MiniCluster cluster;
    private final JobID jobId;
    private final AfterRestore afterRestore;

    /** What to do once the restored state has proved to be sound. */
    @FunctionalInterface
    interface AfterRestore {
        void run() throws IOException;
    }

    RunningJob(MiniCluster cluster, JobID jobId, AfterRestore afterRestore) {
        this.cluster = cluster;
        this.jobId = jobId;
        this.afterRestore = afterRestore;
    }

    /** The id it was submitted under. */
    public JobID id() {
        return jobId;
    }

    /**
     * Waits until every task has restored its state and runs. Flink retries a task that fails meanwhile; when the patience
     * is over, the last failure is the message.
     */
    public void awaitRunning(Duration patience) throws IOException {
        Instant deadline = Instant.now().plus(patience);
        while (!runs()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("the job does not run after " + patience.toSeconds() + " s" + lastFailure());
            }
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the job starts", interruption);
            }
        }
        afterRestore.run();
    }

    /** Whether every task runs at this moment. */
    public boolean runs() throws IOException {
        boolean any = false;
        for (AccessExecutionVertex vertex : graph().getAllExecutionVertices()) {
            if (vertex.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
            any = true;
        }
        return any;
    }

    /** Checkpoints completed since it was submitted; the one it was restored from is not counted. */
    public long completedCheckpointCount() throws IOException {
        CheckpointStatsSnapshot checkpoints = graph().getCheckpointStatsSnapshot();
        return checkpoints == null ? 0 : checkpoints.getCounts().getNumberOfCompletedCheckpoints();
    }

    /** The number of task managers that answer: 1, unless Flink gave its only one up. */
    public int taskManagerCount() throws IOException {
        return EmbeddedFlink.await(cluster.requestClusterOverview(), ANSWER_PATIENCE, "asking Flink")
                .getNumTaskManagersConnected();
    }

    private String lastFailure() throws IOException {
        ErrorInfo failure = graph().getFailureInfo();
        if (failure == null) {
            return "";
        }
        return ": " + failure.getExceptionAsString().lines().findFirst().orElse("");
    }

    private AccessExecutionGraph graph() throws IOException {
        return EmbeddedFlink.await(cluster.getExecutionGraph(jobId), ANSWER_PATIENCE, "asking Flink for the job");
    }
}
