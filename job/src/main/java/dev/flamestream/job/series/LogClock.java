package dev.flamestream.job.series;

/**
 * What time it is in Kafka's log, as far as a slot has read it: the newest append time of its records.
 *
 * <p>It stands still while the job is away, so that nothing is forgotten meanwhile. Not thread-safe.
 */
public final class LogClock {
    private long newestMillis;

    /** A record was appended at a time. */
    public void read(long appendMillis) {
        newestMillis = Math.max(newestMillis, appendMillis);
    }

    long newestMillis() {
        return newestMillis;
    }
}
