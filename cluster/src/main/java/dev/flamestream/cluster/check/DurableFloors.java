package dev.flamestream.cluster.check;

import dev.flamestream.cluster.load.LoadKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How many profiles of each service can never be missing again: what a whole answer has held, and a checkpoint that began
 * after it has completed. A failover goes back to that checkpoint, and no further. Thread-safe.
 */
public final class DurableFloors {
    /** Lists of blocks and heads may be two seconds old in the one service and new in the other. */
    private static final long CACHE_MILLIS = 5_000;

    /** Answers a service remembers at most while no checkpoint completes. */
    private static final int MAX_SEEN = 1_000;

    private final Map<LoadKey, Deque<Seen>> seen = new HashMap<>();
    private final Map<LoadKey, Long> floors = new HashMap<>();

    private record Seen(long atMillis, long profiles) {}

    /** A whole answer held so many at that time. */
    synchronized void seen(LoadKey key, long profiles, long atMillis) {
        Deque<Seen> all = seen.computeIfAbsent(key, unused -> new ArrayDeque<>());
        if (all.size() < MAX_SEEN) {
            all.add(new Seen(atMillis, profiles));
        }
    }

    /** A checkpoint that began at that time has completed. */
    public synchronized void completed(long beganMillis) {
        seen.forEach((key, all) -> {
            while (!all.isEmpty() && all.peek().atMillis() + CACHE_MILLIS < beganMillis) {
                floors.merge(key, all.remove().profiles(), Math::max);
            }
        });
    }

    /** What every whole answer must hold. */
    synchronized long floor(LoadKey key) {
        return floors.getOrDefault(key, 0L);
    }
}
