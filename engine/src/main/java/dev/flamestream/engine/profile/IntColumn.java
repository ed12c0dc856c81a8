package dev.flamestream.engine.profile;

import java.util.Arrays;

/** A growing column of ints that is reused from one profile to the next. Not thread-safe. */
public final class IntColumn {
    private static final int MAX_KEPT = 1 << 18;

    private int[] values = new int[64];
    private int size;

    /** Number of values. */
    public int size() {
        return size;
    }

    /** The value at an index below {@link #size}. */
    public int get(int index) {
        return values[index];
    }

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /** Forgets the values, and the room of a rare giant too. */
    void clear() {
        size = 0;
        if (values.length > MAX_KEPT) {
            values = new int[64];
        }
    }
}
