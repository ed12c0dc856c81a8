package dev.flamestream.engine.profile;

import java.util.Arrays;

/** A growing column of longs that is reused from one profile to the next. Not thread-safe. */
public final class LongColumn {
    private static final int MAX_KEPT = 1 << 18;

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

    void set(int index, long value) {
        values[index] = value;
    }

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /** Makes room for so many more values and returns the array, to be filled from {@link #size} on. */
    long[] reserve(int more) {
        if (values.length - size < more) {
            values = Arrays.copyOf(values, Math.max(Math.addExact(size, more), size * 2));
        }
        return values;
    }

    /** Says how far the array of {@link #reserve} is filled. */
    void setSize(int filled) {
        size = filled;
    }

    /** Forgets the values, and the room of a rare giant too. */
    void clear() {
        size = 0;
        if (values.length > MAX_KEPT) {
            values = new long[64];
        }
    }
}
