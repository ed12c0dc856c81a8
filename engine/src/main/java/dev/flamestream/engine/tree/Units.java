package dev.flamestream.engine.tree;

/** The common unit of a set of values: what all are multiples of, so that they are stored as small numbers. */
public final class Units {
    private Units() {}

    /** The greatest common divisor of the first {@code count} values; 0 if all are 0. */
    public static long common(long[] values, int count) {
        long unit = 0;
        for (int i = 0; i < count && unit != 1; i++) {
            unit = common(unit, values[i]);
        }
        return unit;
    }

    /** The greatest common divisor of a unit, which may be 0 for none yet, and a value. */
    public static long common(long unit, long value) {
        // The smallest long has no positive counterpart.
        if (value == Long.MIN_VALUE) {
            return 1;
        }
        // Values are mostly multiples of the unit already: one division tells.
        long a = Math.abs(value);
        long b = unit;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
