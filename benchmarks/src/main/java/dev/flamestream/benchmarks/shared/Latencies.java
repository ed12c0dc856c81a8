package dev.flamestream.benchmarks.shared;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of one kind of work, from several threads. */
public final class Latencies {
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

    /** Adds a time, in nanoseconds. */
    public void add(long taken) {
        nanos.add(taken);
    }

    int count() {
        return nanos.size();
    }

    /** The time that so many of a hundred do not exceed, in milliseconds; 0 of none. */
    public double percentileMillis(int percent) {
        List<Long> sorted = new ArrayList<>(List.copyOf(nanos));
        Collections.sort(sorted);
        int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, index)) / 1e6;
    }
}
