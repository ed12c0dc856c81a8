package dev.flamestream.engine.reference;

import java.math.BigInteger;

/**
 * A sum without end, its positive and negative parts apart.
 *
 * <p>A sum that saturates depends on the order of its parts where both signs occur and one side runs past 64 bits; there, and
 * only there, {@link #allows} takes whatever lies between the two.
 */
public final class ExactSum {
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private BigInteger positive = BigInteger.ZERO;
    private BigInteger negative = BigInteger.ZERO;

    /** A sum of one value. */
    public static ExactSum of(long value) {
        ExactSum sum = new ExactSum();
        sum.add(value);
        return sum;
    }

    /** Adds a value. */
    public void add(long value) {
        if (value > 0) {
            positive = positive.add(BigInteger.valueOf(value));
        } else if (value < 0) {
            negative = negative.add(BigInteger.valueOf(value));
        }
    }

    /** Adds the parts of another sum. */
    public void add(ExactSum other) {
        positive = positive.add(other.positive);
        negative = negative.add(other.negative);
    }

    /** The sum, or the end of the 64-bit range that it lies beyond. */
    public long saturated() {
        return clamp(positive.add(negative));
    }

    /** The absolute values of all parts together. */
    public BigInteger magnitude() {
        return positive.subtract(negative);
    }

    /** Whether no 64-bit number says the sum. */
    public boolean isPast64Bits() {
        BigInteger sum = positive.add(negative);
        return sum.compareTo(MAX) > 0 || sum.compareTo(MIN) < 0;
    }

    /** Whether a saturating sum of the same values may be this one. */
    public boolean allows(long found) {
        return isSingle() ? found == saturated() : clamp(negative) <= found && found <= clamp(positive);
    }

    /** Whether a saturating sum of the same values is the same in every order. */
    public boolean isSingle() {
        // An end of the range is where a sum that ran past it stays, so a part that reaches it counts as past.
        boolean fits = positive.compareTo(MAX) < 0 && negative.compareTo(MIN) > 0;
        return fits || positive.signum() == 0 || negative.signum() == 0;
    }

    private static long clamp(BigInteger sum) {
        return sum.min(MAX).max(MIN).longValueExact();
    }

    @Override
    public String toString() {
        return positive + " + " + negative;
    }
}
