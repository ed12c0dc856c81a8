package dev.flamestream.engine.head;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a head is cut, and when it takes no more.
 *
 * @param window length of the window in a head's key; a day is a whole number of windows, so that none crosses a date
 * @param grace how long after its window's end a head waits for stragglers; also how long a head that opened late waits
 * @param spread over how long the cuts of tenants and shards are spread, so that they do not come in bursts
 * @param maxAge a head is cut this long after it opened whatever its window says
 * @param softLogBytes a log of this size is cut
 * @param softProfiles a log of so many profiles is cut
 * @param hardLogBytes a log of this size takes no more while the other waits for its block; nor does one of which the
 *     differences stand for as many values, and one with half as many is cut
 * @param visibleAfterCommit how long a cut log stays readable after its block was committed; longer than any reader's list of
 *     blocks may be old
 */
public record CutPolicy(
        Duration window,
        Duration grace,
        Duration spread,
        Duration maxAge,
        long softLogBytes,
        int softProfiles,
        long hardLogBytes,
        Duration visibleAfterCommit)
        implements Serializable {
    /** Windows past this would hold more than state is for. */
    public static final Duration MAX_WINDOW = Duration.ofHours(3);

    private static final long serialVersionUID = 1L;
    private static final Duration DAY = Duration.ofDays(1);

    /**
     * Ten minutes make few files and a small head; 4 MiB is read in about 20 ms through queryable state, 32 MiB in 0.3 s. A head
     * that opened early, for a time that lies ahead, goes at 30 minutes. Readers list blocks every few seconds, so ten are
     * ample. A log of 32 MiB in full may hold as many values of a byte each, and a reader needs memory for them, not for the
     * bytes of the log; half of that are the heap profiles of 23 pods, 3,630 stacks in four types each, in a window.
     */
    public static final CutPolicy DEFAULT = withWindow(Duration.ofMinutes(10));

    public CutPolicy {
        if (window.isNegative() || window.isZero() || window.compareTo(MAX_WINDOW) > 0) {
            throw new IllegalArgumentException(
                    "window: expected more than 0 and at most " + MAX_WINDOW + ", found " + window);
        }
        if (DAY.toMillis() % Math.max(window.toMillis(), 1) != 0) {
            throw new IllegalArgumentException("window: expected a whole number of them in a day, found " + window);
        }
        if (softLogBytes < 1 || hardLogBytes < softLogBytes || softProfiles < 1) {
            throw new IllegalArgumentException(
                    "expected 1 <= softLogBytes <= hardLogBytes and softProfiles >= 1, found " + softLogBytes + ", "
                            + hardLogBytes + ", " + softProfiles);
        }
        if (maxAge.compareTo(window) < 0) {
            throw new IllegalArgumentException("maxAge: expected at least the window " + window + ", found " + maxAge);
        }
    }

    /** The defaults for a window: short windows, as tests use, get a grace and spread in proportion. */
    public static CutPolicy withWindow(Duration window) {
        Duration grace = min(Duration.ofSeconds(30), window);
        return new CutPolicy(
                window,
                grace,
                min(Duration.ofSeconds(30), window.dividedBy(4)),
                window.multipliedBy(3),
                4L << 20,
                8_000,
                32L << 20,
                Duration.ofSeconds(10));
    }

    /** When a head that opens now is to be cut, unix milliseconds: after its window's grace, but neither at once nor too late. */
    public long cutTimeMillis(HeadKey key, long nowMillis) {
        long windowEnd = Math.addExact(key.windowStartMillis(), window.toMillis());
        long due = Math.min(Math.max(windowEnd, nowMillis) + grace.toMillis(), nowMillis + maxAge.toMillis());
        return due + spreadMillis(key);
    }

    /** How long a tenant's first cut waits for others, so that they share a block: a sixth of what cuts are spread over. */
    public Duration collect() {
        return spread.dividedBy(6);
    }

    /** Whether a log has grown enough to be cut before its time. */
    public boolean isFull(HeadIndex head) {
        return head.logBytes() >= softLogBytes
                || head.profileCount() >= softProfiles
                || head.differenceValues() >= hardLogBytes / 2;
    }

    /** Whether a log must not grow any more. */
    public boolean isOverfull(HeadIndex head) {
        return head.logBytes() >= hardLogBytes || head.differenceValues() >= hardLogBytes;
    }

    private long spreadMillis(HeadKey key) {
        long spreadMillis = spread.toMillis();
        return spreadMillis == 0 ? 0 : Math.floorMod((key.hashCode() * 0x9E3779B97F4A7C15L) >>> 16, spreadMillis);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
