package dev.flamestream.cluster.fault;

import dev.flamestream.cluster.flink.FlinkRest;
import dev.flamestream.cluster.flink.JobSubmission;
import dev.flamestream.cluster.layout.ClusterSettings;
import dev.flamestream.cluster.part.Cluster;
import dev.flamestream.cluster.part.Part;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what systemd or Kubernetes do for a cluster: starts a part that has ended once more, and submits the job from its newest
 * snapshot where the JobManager knows of none, as Flink's operator would.
 */
public final class Supervisor {
    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
    private static final long PAUSE_MILLIS = 500;

    private final Cluster cluster;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean keepsJob = new AtomicBoolean(true);
    private final AtomicInteger parallelism = new AtomicInteger(ClusterSettings.PARALLELISM);
    private final AtomicLong restarts = new AtomicLong();
    private final AtomicLong submissions = new AtomicLong();
    private final AtomicLong doubleJobs = new AtomicLong();

    /** The supervisor of a cluster that runs. */
    public Supervisor(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Starts parts again that have ended, until it is told to stop. */
    public void keepParts() {
        repeat(() -> cluster.parts().forEach(this::restartWhereEnded));
    }

    /** Submits the job again that has ended; apart from the parts, since a submission waits for Kafka and S3. */
    public void keepJob() {
        repeat(() -> {
            if (keepsJob.get()) {
                submitWhereEnded();
            }
        });
    }

    @FunctionalInterface
    private interface Look {
        void once() throws InterruptedException;
    }

    private void repeat(Look look) {
        while (!stopped.get() && !Thread.currentThread().isInterrupted()) {
            try {
                look.once();
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void restartWhereEnded(Part part) {
        try {
            if (!stopped.get() && cluster.running(part).isEmpty()) {
                cluster.startPart(part);
                restarts.incrementAndGet();
            }
        } catch (IOException failure) {
            log.atWarn()
                    .addKeyValue("part", part.name())
                    .addKeyValue("error", String.valueOf(failure.getMessage()))
                    .log("part was not started; it is tried again");
        }
    }

    private void submitWhereEnded() throws InterruptedException {
        try {
            List<FlinkRest.Job> jobs = cluster.flink().liveJobs(Cluster.JOB);
            if (jobs.size() > 1) {
                doubleJobs.incrementAndGet();
            }
            boolean complete =
                    cluster.flink().taskManagers() >= cluster.settings().size().taskManagers();
            if (jobs.isEmpty() && complete) {
                JobSubmission.submit(cluster.settings(), parallelism.get(), cluster.newestSnapshot());
                submissions.incrementAndGet();
            }
        } catch (IOException failure) {
            log.atDebug()
                    .addKeyValue("error", String.valueOf(failure.getMessage()))
                    .log("the job could not be looked at");
        }
    }

    /** Stops the job with a savepoint and submits it from there; what fails on the way is left to the supervision. */
    void rescale(int wanted) throws IOException, InterruptedException {
        keepsJob.set(false);
        try {
            parallelism.set(wanted);
            for (FlinkRest.Job job : cluster.flink().liveJobs(Cluster.JOB)) {
                cluster.flink().stopWithSavepoint(job.id());
            }
        } finally {
            keepsJob.set(true);
        }
    }

    /** Subtasks of the job when it is next submitted. */
    int parallelism() {
        return parallelism.get();
    }

    /** Parts that were started once more. */
    public long restarts() {
        return restarts.get();
    }

    /** How often the job was submitted once more. */
    public long submissions() {
        return submissions.get();
    }

    /** How often two jobs were seen at once, which must never be. */
    public long doubleJobs() {
        return doubleJobs.get();
    }

    /** Lets everything end. */
    public void stop() {
        stopped.set(true);
    }
}
