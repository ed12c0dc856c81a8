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
     * Adds one profile's values, times the unit, to an array by stack ordinal, saturating.
     *
     * @return null if all is well, else what is wrong with the packed bytes, for the caller who knows where they stand
     */
    public static @Nullable String addTo(long[] byOrdinal, byte[] stacks, byte[] values, long unit) {
        Varints.Reader stack = new Varints.Reader(stacks);
        Varints.Reader value = new Varints.Reader(values);
        long ordinal = -1;
        while (stack.hasMore()) {
            long gap = stack.next();
            if (!value.hasMore()) {
                return "fewer values than stacks";
            }
            long packed = Varints.unzigzag(value.next());
            if (stack.isBroken() || value.isBroken()) {
                return "a varint is cut or longer than 10 bytes";
            }
            ordinal += gap + 1;
            if (gap < 0 || gap > byOrdinal.length || ordinal >= byOrdinal.length) {
                return "stack ordinal " + ordinal + ", the section has " + byOrdinal.length;
            }
            byOrdinal[(int) ordinal] =
                    SaturatingMath.add(byOrdinal[(int) ordinal], SaturatingMath.multiply(packed, unit));
        }
        return value.hasMore() ? "more values than stacks" : null;
    }
}
