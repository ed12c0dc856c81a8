package dev.flamestream.engine.section;

import dev.flamestream.engine.tree.SaturatingMath;
import dev.flamestream.engine.tree.Varints;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of a profile's packed samples.
 *
 * <pre>
 * stacks = { uvarint(ordinal - previous ordinal - 1) }       previous starts at -1; ordinals ascend strictly
 * values = { zigzag uvarint(value / unit) }                  one for each stack
 * </pre>
 *
 * <p>Example, unit 10: ordinals 0, 3, 4 with values 10, -20, 130 are {@code 00 02 00} and {@code 02 03 1a}.
 */
public final class PackedSamples {
    private PackedSamples() {}

    /** Number of stacks: each varint ends in one byte without its high bit. */
    public static int count(byte[] packed) {
        int count = 0;
        for (byte b : packed) {
            count += b >= 0 ? 1 : 0;
        }
        return count;
    }

    /** Packs the first {@code count} ordinals. */
    public static byte[] packStacks(int[] ordinals, int count) {
        byte[] target = new byte[count * Varints.MAX_INT_BYTES];
        int size = 0;
        int previous = -1;
        for (int i = 0; i < count; i++) {
            if (ordinals[i] <= previous) {
                throw new IllegalStateException("stack ordinals do not ascend: " + ordinals[i] + " after " + previous);
            }
            size = Varints.write(target, size, ordinals[i] - previous - 1L);
            previous = ordinals[i];
        }
        return Arrays.copyOf(target, size);
    }

    /** Packs the first {@code count} values, each a multiple of the unit. */
    public static byte[] packValues(long[] values, int count, long unit) {
        byte[] target = new byte[count * Varints.MAX_LONG_BYTES];
        int size = 0;
        for (int i = 0; i < count; i++) {
            size = Varints.write(target, size, Varints.zigzag(values[i] / unit));
        }
        return Arrays.copyOf(target, size);
    }

    /**
     * Adds one profile's values, times the unit, to an array by stack ordinal, saturating, and sees that they make its total. A
     * total that ran past 64 bits depends on the order in which it was made, so nothing is said of it.
     *
     * @return null if all is well, else what is wrong with the packed bytes, for the caller who knows where they stand; the array
     *     then holds nothing of worth
     */
    public static @Nullable String addTo(long[] byOrdinal, byte[] stacks, byte[] values, long unit, long total) {
        return walk(byOrdinal, byOrdinal.length, stacks, values, unit, total);
    }

    /** The same without adding: a section's number of stacks may be anything as long as nobody has seen its tree. */
    public static @Nullable String check(int stackCount, byte[] stacks, byte[] values, long unit, long total) {
        return walk(null, stackCount, stacks, values, unit, total);
    }

    private static @Nullable String walk(
            long @Nullable [] byOrdinal, int stackCount, byte[] stacks, byte[] values, long unit, long total) {
        Varints.Reader stack = new Varints.Reader(stacks);
        Varints.Reader value = new Varints.Reader(values);
        boolean anyLength = values.length > stacks.length * 3 / 2;
        long ordinal = -1;
        long sum = 0;
        boolean saturated = SaturatingMath.isSaturated(total);
        while (stack.hasMore() && value.hasMore()) {
            ordinal += 1L + stack.nextInt(stackCount);
            long packed = Varints.unzigzag(anyLength ? value.nextOfAnyLength() : value.next());
            long counted = SaturatingMath.multiply(packed, unit);
            if (ordinal >= stackCount) {
                return "stack ordinal " + ordinal + ", the section has " + stackCount;
            }
            if (byOrdinal != null) {
                byOrdinal[(int) ordinal] = SaturatingMath.add(byOrdinal[(int) ordinal], counted);
            }
            // May wrap in between: the order of the sum does not matter then.
            sum += counted;
            if (SaturatingMath.isSaturated(counted)) {
                saturated = true;
                // The writer has divided by the unit, so that no product may leave 64 bits.
                if (counted / unit != packed) {
                    return "value " + packed + " times unit " + unit + " is past 64 bits";
                }
            }
        }
        if (stack.isBroken() || value.isBroken()) {
            return "a packed number is cut, too long or too large";
        }
        if (stack.hasMore() || value.hasMore()) {
            return "stacks and values are not equally many";
        }
        return sum == total || saturated ? null : "expected samples of " + total + " in total, found " + sum;
    }
}
