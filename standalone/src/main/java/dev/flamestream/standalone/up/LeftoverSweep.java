package dev.flamestream.standalone.up;

import dev.flamestream.standalone.flink.RunningJob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the job's first checkpoints of this process, then deletes the half-written blocks of earlier ones, once. */
final class LeftoverSweep implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LeftoverSweep.class);

    /** Nobody waits for the disk space: as often as a checkpoint is looked for costs nothing beside the checkpoint. */
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /**
     * Tasks hear that a checkpoint is complete after it is counted, and rename on hearing it; they take part in the second
     * only after they have heard of the first.
     */
    private static final long SETTLED_CHECKPOINT_COUNT = 2;

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "flamestream-leftovers");
        thread.setDaemon(true);
        return thread;
    });

    private final LeftoverParts parts;
    private final RunningJob job;
    private final Instant processStart;

    private LeftoverSweep(LeftoverParts parts, RunningJob job, Instant processStart) {
        this.parts = parts;
        this.job = job;
        this.processStart = processStart;
    }

    /** The job runs already, so that whatever its checkpoint names is renamed or about to be. */
    static LeftoverSweep start(LeftoverParts parts, RunningJob job, Instant processStart) {
        LeftoverSweep sweep = new LeftoverSweep(parts, job, processStart);
        var unused = sweep.scheduler.scheduleWithFixedDelay(
                sweep::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return sweep;
    }

    private void look() {
        try {
            if (job.completedCheckpointCount() >= SETTLED_CHECKPOINT_COUNT) {
                int deleted = parts.deleteWrittenBefore(processStart);
                log.atInfo()
                        .addKeyValue("objectKey", parts.blocks())
                        .addKeyValue("deletedCount", deleted)
                        .log("half-written blocks of earlier processes deleted");
                scheduler.shutdown();
            }
        } catch (IOException failure) {
            log.atWarn()
                    .addKeyValue("error", failure.getMessage())
                    .log("half-written blocks not deleted; the next look tries again");
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
