package dev.flamestream.cluster.chaos;

import dev.flamestream.cluster.check.DurableFloors;
import dev.flamestream.cluster.flink.FlinkRest;
import dev.flamestream.cluster.part.Cluster;
import dev.flamestream.cluster.part.Part;
import dev.flamestream.cluster.process.RunningProcess;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks every second at what each part holds in memory and at what the job's checkpoints cost. */
final class RunWatch implements Runnable {
    private static final long PAUSE_MILLIS = 1_000;

    private final Cluster cluster;
    private final DurableFloors floors;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Map<String, Long> peakBytes = new TreeMap<>();
    private final Map<String, Long> checkpointBytes = new TreeMap<>();
    private long peakTogetherBytes;
    private long silences;

    RunWatch(Cluster cluster, DurableFloors floors) {
        this.cluster = cluster;
        this.floors = floors;
    }

    @Override
    public void run() {
        while (!stopped.get() && !Thread.currentThread().isInterrupted()) {
            lookAtMemory();
            lookAtJob();
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void lookAtMemory() {
        long together = 0;
        for (Part part : cluster.parts()) {
            try {
                Optional<RunningProcess> process = cluster.running(part);
                if (process.isPresent()) {
                    together += process.get().residentBytes();
                    peakBytes.merge(part.name(), process.get().peakResidentBytes(), Math::max);
                }
            } catch (IOException gone) {
                // A file that is just being replaced; it is looked at again in a second.
                peakBytes.putIfAbsent(part.name(), 0L);
            }
        }
        peakTogetherBytes = Math.max(peakTogetherBytes, together);
    }

    private synchronized void lookAtJob() {
        try {
            for (FlinkRest.Job job : cluster.flink().liveJobs(Cluster.JOB)) {
                cluster.flink()
                        .newestCheckpoint(job.id())
                        .ifPresent(checkpoint -> floors.completed(checkpoint.triggeredMillis()));
                cluster.flink()
                        .checkpointCost(job.id())
                        .forEach((number, bytes) -> checkpointBytes.put(job.id() + "/" + number, bytes));
            }
        } catch (IOException away) {
            // A JobManager that is down has no checkpoints to tell of.
            silences++;
        }
    }

    /** The most that each part ever held. */
    synchronized Map<String, Long> peakBytes() {
        return new TreeMap<>(peakBytes);
    }

    /** The most that all held at one time. */
    synchronized long peakTogetherBytes() {
        return peakTogetherBytes;
    }

    /** Looks that the JobManager did not answer. */
    synchronized long silences() {
        return silences;
    }

    /** Completed checkpoints that were seen. */
    synchronized int checkpoints() {
        return checkpointBytes.size();
    }

    /** What they uploaded. */
    synchronized long checkpointBytes() {
        return checkpointBytes.values().stream().mapToLong(Long::longValue).sum();
    }

    void stop() {
        stopped.set(true);
    }
}
