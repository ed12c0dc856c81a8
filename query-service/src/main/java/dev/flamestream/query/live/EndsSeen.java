package dev.flamestream.query.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * The ends of Kafka's partitions as they were found one after another. What was acknowledged before a look lies below the ends
 * that it found. Not thread-safe.
 */
final class EndsSeen {
    /** Two looks a second for a checkpoint of two minutes, which is longer than Flink lets one be by default in most set-ups. */
    private static final int MAX_LOOKS = 300;

    private final Deque<Look> looks = new ArrayDeque<>();

    private record Look(long nanos, Map<Integer, Long> ends) {}

    /** Forgets all. */
    void clear() {
        looks.clear();
    }

    /** What a look found that began at that time. */
    void add(long nanos, Map<Integer, Long> ends) {
        if (looks.size() == MAX_LOOKS) {
            looks.removeFirst();
        }
        looks.addLast(new Look(nanos, Map.copyOf(ends)));
    }

    /**
     * Ends with all below them that was acknowledged by a time: of the newest look that is as old, or of the first there is.
     * Forgets the looks before that.
     */
    Map<Integer, Long> asOf(long nanos) {
        Look found = looks.removeFirst();
        while (!looks.isEmpty() && looks.getFirst().nanos() - nanos <= 0) {
            found = looks.removeFirst();
        }
        looks.addFirst(found);
        return found.ends();
    }
}
