package dev.flamestream.engine.block.read;

import java.util.Arrays;

/**
 * Parquet's mix of run lengths and packed bits, in which levels, dictionary ids and flags are stored.
 *
 * <p>Decodes a page at once: Parquet's own decoder makes a call and a stream of each value.
 */
final class HybridRuns {
    private HybridRuns() {}

    /**
     * Decodes as many numbers as the target has room for.
     *
     * @return whether there were as many
     */
    static boolean decode(byte[] bytes, int offset, int end, int bitWidth, int[] target) {
        int at = offset;
        int filled = 0;
        while (filled < target.length) {
            int header = 0;
            int shift = 0;
            byte b;
            do {
                if (at >= end || shift > 28) {
                    return false;
                }
                b = bytes[at++];
                header |= (b & 0x7f) << shift;
                shift += 7;
            } while (b < 0);
            int count = header >>> 1;
            if ((header & 1) == 0) {
                int valueBytes = (bitWidth + 7) / 8;
                if (count == 0 || valueBytes > end - at) {
                    return false;
                }
                int value = 0;
                for (int i = 0; i < valueBytes; i++) {
                    value |= (bytes[at++] & 0xff) << (8 * i);
                }
                int stop = Math.min(target.length, filled + Math.min(count, target.length));
                Arrays.fill(target, filled, stop, value);
                filled = stop;
            } else {
                // The last group may be cut behind the last value that counts.
                int values = (int) Math.min(8L * count, target.length - filled);
                if (values == 0 || ((long) values * bitWidth + 7) / 8 > end - at) {
                    return false;
                }
                unpack(bytes, at, bitWidth, target, filled, values);
                filled += values;
                at = (int) Math.min(end, at + (long) count * bitWidth);
            }
        }
        return true;
    }

    private static void unpack(byte[] bytes, int offset, int bitWidth, int[] target, int from, int count) {
        long mask = (1L << bitWidth) - 1;
        long bits = 0;
        int held = 0;
        int at = offset;
        for (int i = from; i < from + count; i++) {
            while (held < bitWidth) {
                bits |= (bytes[at++] & 0xffL) << held;
                held += 8;
            }
            target[i] = (int) (bits & mask);
            bits >>>= bitWidth;
            held -= bitWidth;
        }
    }
}
