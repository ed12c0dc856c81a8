package dev.flamestream.query.live;

import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.JobID;

/**
 * A run of the job: from when its last task began to run until any of its tasks stops.
 *
 * @param id of the job, which a restart within its manager leaves as it is
 * @param sinceMillis when the last of its tasks changed its state, by the job manager's clock
 * @param age how long ago that was, by the same clock
 */
record RunningJob(JobID id, long sinceMillis, Duration age) {
    /** Whether no task has stopped in between: both tell of the same moment at which the last one began to run. */
    boolean isSameRunAs(RunningJob other) {
        return id.equals(other.id) && sinceMillis == other.sinceMillis;
    }

    /** When it began, for people. */
    Instant since() {
        return Instant.ofEpochMilli(sinceMillis);
    }
}
