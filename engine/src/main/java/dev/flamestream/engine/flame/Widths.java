package dev.flamestream.engine.flame;

/** Values made fit to be drawn side by side: none is negative, and their sum does not run past 64 bits. */
final class Widths {
    private Widths() {}

    /** Each value, 0 if it is negative, all halved together until their sum fits; the values themselves where nothing is to be done. */
    static long[] of(long[] values) {
        if (areWidths(values)) {
            return values;
        }
        int halvings = 0;
        while (!sumFits(values, halvings)) {
            halvings++;
        }
        long[] widths = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            widths[i] = Math.max(0, values[i]) >> halvings;
        }
        return widths;
    }

    private static boolean areWidths(long[] values) {
        long sum = 0;
        long negative = 0;
        for (long value : values) {
            sum += value;
            // A negative value, or a sum that ran past the range, leaves its sign here.
            negative |= value | sum;
        }
        return negative >= 0;
    }

    private static boolean sumFits(long[] values, int halvings) {
        long sum = 0;
        for (long value : values) {
            sum += Math.max(0, value) >> halvings;
            if (sum < 0) {
                return false;
            }
        }
        return true;
    }
}
