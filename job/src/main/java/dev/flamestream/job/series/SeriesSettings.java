package dev.flamestream.job.series;

import java.io.Serializable;
import java.time.Duration;

/**
 * What is kept of single series, and for how long.
 *
 * @param retention how long after its last profile a series is known, in the time of Kafka's log
 * @param maxCachedBytes memory of a slot for series at hand; others are read from state when they are next needed
 */
public record SeriesSettings(Duration retention, long maxCachedBytes) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Ten minutes, a window: what a target added while it was away for longer would all count at one moment. It must be no longer than a
     * series stays away from a slot that it comes back to, since what other slots have counted would count again there. 64 MiB hold
     * a thousand heaps of 2,000 stacks.
     */
    public static final SeriesSettings DEFAULT = new SeriesSettings(Duration.ofMinutes(10), 64L << 20);

    public SeriesSettings {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("retention: expected more than 0, found " + retention);
        }
        if (maxCachedBytes < 1) {
            throw new IllegalArgumentException("maxCachedBytes: expected at least 1, found " + maxCachedBytes);
        }
    }
}
