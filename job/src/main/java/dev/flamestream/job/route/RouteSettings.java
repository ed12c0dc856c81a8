package dev.flamestream.job.route;

import dev.flamestream.engine.head.DirectoryEvent;
import java.io.Serializable;
import java.time.Duration;

/**
 * How wide tenants and services may become, and how quickly.
 *
 * @param maxShards shards of a tenant at most, a power of two; 1 keeps each tenant in one slot
 * @param maxSpread keys of a service at most, a power of two; 1 keeps each service in one slot
 * @param keyBytesPerSecond what one key is meant to take: past 1.25 times that there are two
 * @param interval between two reports of a router
 * @param fallAfter for how long less must have come before there are fewer keys again
 */
public record RouteSettings(int maxShards, int maxSpread, long keyBytesPerSecond, Duration interval, Duration fallAfter)
        implements Serializable {
    /** More keys than a large cluster has slots; a reader of a wide tenant looks 64 directories up, which takes some ms. */
    public static final int DEFAULT_MAX_SHARDS = 64;

    /** Sixteen keys of a service are sixteen trees to merge for each window of it. */
    public static final int DEFAULT_MAX_SPREAD = 16;

    /** 2 MiB/s are about 40 profiles of 52 KB a second, 3 to 12 % of a slot's time by what they are (row 1 of the benchmarks). */
    public static final long DEFAULT_KEY_BYTES_PER_SECOND = 2 << 20;

    /** A report is some KB, and its answer is empty while nothing changes. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

    /** A deployment's quiet minutes are no reason to move its series, which costs each of them what it keeps in its slot. */
    public static final Duration DEFAULT_FALL_AFTER = Duration.ofMinutes(10);

    /** All defaults. */
    public static final RouteSettings DEFAULT = new RouteSettings(
            DEFAULT_MAX_SHARDS, DEFAULT_MAX_SPREAD, DEFAULT_KEY_BYTES_PER_SECOND, DEFAULT_INTERVAL, DEFAULT_FALL_AFTER);

    /** A rate is measured over so many intervals: one that comes to stay shows two thirds of itself in this time. */
    private static final int MEMORY_INTERVALS = 15;

    /** Every router has taken a plan before it is in force: it asks once an interval. */
    private static final int LEAD_INTERVALS = 3;

    private static final long serialVersionUID = 1L;

    public RouteSettings {
        requirePowerOfTwo("max-shards", maxShards, DirectoryEvent.MAX_SHARDS);
        requirePowerOfTwo("max-spread", maxSpread, DirectoryEvent.MAX_SHARDS);
        if (keyBytesPerSecond < 1) {
            throw new IllegalArgumentException("key-bytes-per-second: expected at least 1, found " + keyBytesPerSecond);
        }
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException("interval: expected at least 1 ms, found " + interval);
        }
    }

    private static void requirePowerOfTwo(String what, int value, int max) {
        if (value < 1 || value > max || Integer.bitCount(value) != 1) {
            throw new IllegalArgumentException(
                    what + ": expected a power of two from 1 to " + max + ", found " + value);
        }
    }

    /** The time over which a rate is measured. */
    Duration memory() {
        return interval.multipliedBy(MEMORY_INTERVALS);
    }

    /** From a decision until it is in force. */
    Duration lead() {
        return interval.multipliedBy(LEAD_INTERVALS);
    }

    /** Between two changes of one tenant or service: what the first has done must show before the second. */
    Duration dwell() {
        return memory().multipliedBy(2);
    }

    /**
     * Shards beyond which more would gain nothing: four for each slot, so that services which share a tenant's shards by chance
     * come out even; one where there is one slot.
     */
    int maxShardsIn(int parallelism) {
        return parallelism == 1 ? 1 : Math.min(maxShards, 4 * powerOfTwoFrom(parallelism));
    }

    /** Keys of a service beyond which more would lie in slots that have one already. */
    int maxSpreadIn(int parallelism) {
        return Math.min(maxSpread, powerOfTwoFrom(parallelism));
    }

    /** The smallest power of two that is no smaller, up to 2^30. */
    static int powerOfTwoFrom(double value) {
        int power = 1;
        while (power < value && power < 1 << 30) {
            power <<= 1;
        }
        return power;
    }
}
