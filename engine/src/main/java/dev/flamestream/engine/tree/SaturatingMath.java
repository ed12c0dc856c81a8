package dev.flamestream.engine.tree;

/**
 * Sums that stop at the ends of the 64-bit range instead of wrapping.
 *
 * <p>A profile may legally hold values whose sum no 64-bit count can say; a wrapped sum would turn the widest frame into a
 * negative one. A sum that reached an end stays there whatever is added, also a value of the other sign: so {@link #isSaturated}
 * tells of every sum that ran past the range, wherever on its way from the profile to the answer, and no flag is kept beside
 * it. The price is that a sum of exactly an end of the range counts as one that ran past it.
 */
public final class SaturatingMath {
    private SaturatingMath() {}

    /** The sum, or the end of the range that it ran past; the end at which an operand stands, the first one's first. */
    public static long add(long a, long b) {
        long sum = a + b;
        // Overflow is where both operands have the sign that the sum has not.
        if (((a ^ sum) & (b ^ sum)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        if (isSaturated(a)) {
            return a;
        }
        return isSaturated(b) ? b : sum;
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
        // The bits of a negative number flipped, so that both ends become the upper one.
        return (sum ^ sum >> 63) == Long.MAX_VALUE;
    }
}
