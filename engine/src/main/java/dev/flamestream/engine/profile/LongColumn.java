package dev.flamestream.engine.profile;

import java.util.Arrays;

/** A growing column of longs that is reused from one profile to the next. Not thread-safe. */
public final class LongColumn {
    private long[] values = new long[64];
    private int size;

    /** Number of values. */
    public int size() {
        return size;
    }

    /** The value at an index below {@link #size}. */
    public long get(int index) {
        return values[index];
    }

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    void set(int index, long value) {
        values[index] = value;
    }

    void clear() {
        size = 0;
    }
}
