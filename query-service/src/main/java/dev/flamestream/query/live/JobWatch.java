package dev.flamestream.query.live;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether the job can be asked now. While it cannot, nothing may be sent: a proxy that knows no location tries each open
 * request again without pause, also after its client has gone.
 */
interface JobWatch {
    /** The running job; empty while it does not run, or nobody knows. May block for a short, bounded time. */
    Optional<RunningJob> running();

    /**
     * How long the newest checkpoint took that was begun and completed in a run of the job; empty while there is none, or nobody
     * knows. May block for a short, bounded time.
     */
    Optional<Duration> checkpoint(RunningJob run);

    /** Whether the last look found no running job; for the metrics, does not block for long. */
    boolean isOpen();

    /** Says that a read has failed, so that the next {@link #running} looks again. */
    void doubt();
}
