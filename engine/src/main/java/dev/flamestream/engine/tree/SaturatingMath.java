package dev.flamestream.engine.tree;

/**
 * Sums that stop at the ends of the 64-bit range instead of wrapping.
 *
 * <p>A profile may legally hold values whose sum no 64-bit count can say; a wrapped sum would turn the widest frame into a
 * negative one. A sum that reached an end is recognised by {@link #isSaturated}.
 */
public final class SaturatingMath {
    private SaturatingMath() {}

    /** The sum, or the end of the range that it ran past. */
    public static long add(long a, long b) {
        long sum = a + b;
        // Overflow is where both operands have the sign that the sum has not.
        return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /** The product, or the end of the range that it ran past. */
    public static long multiply(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
            return low;
        }
        return (a < 0) == (b < 0) ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    /** Whether a sum stands at an end of the range, so that the true one may lie beyond. */
    public static boolean isSaturated(long sum) {
        return sum == Long.MAX_VALUE || sum == Long.MIN_VALUE;
    }
}
