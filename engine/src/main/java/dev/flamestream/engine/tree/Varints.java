package dev.flamestream.engine.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/** Variable-length integers as protobuf has them: seven bits a byte, least significant first, the high bit says more follow. */
public final class Varints {
    /** An unsigned int takes at most this many bytes. */
    public static final int MAX_INT_BYTES = 5;

    /** An unsigned long takes at most this many bytes. */
    public static final int MAX_LONG_BYTES = 10;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Varints() {}

    /** Writes a value, read as unsigned, at an offset and returns the offset behind it. The array must have room. */
    public static int write(byte[] target, int offset, long value) {
        int at = offset;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    /** Bytes that a value, read as unsigned, takes. */
    public static int size(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    /** Maps signed values to unsigned ones so that small magnitudes stay small: 0, -1, 1, -2 become 0, 1, 2, 3. */
    public static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    /** Undoes {@link #zigzag}. */
    public static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    /** Reads varints from a byte range. A range that ends within one, or one too long, marks the reader broken for good. */
    public static final class Reader {
        private final byte[] bytes;
        private final int end;
        private int at;
        private boolean broken;

        /** Reads a whole array. */
        public Reader(byte[] bytes) {
            this(bytes, 0, bytes.length);
        }

        /** Reads from an offset up to, not including, an end. */
        public Reader(byte[] bytes, int offset, int end) {
            Objects.checkFromToIndex(offset, end, bytes.length);
            this.bytes = bytes;
            this.at = offset;
            this.end = end;
        }

        /** Whether bytes are left. False once broken. */
        public boolean hasMore() {
            return at < end;
        }

        /** Whether something unreadable was met; all values since are 0. */
        public boolean isBroken() {
            return broken;
        }

        /** The offset of the next byte. */
        public int offset() {
            return at;
        }

        /** The next value, or 0 if there is none. */
        public long next() {
            // Most numbers of a profile are gaps and small counts: one byte.
            if (at < end && bytes[at] >= 0) {
                return bytes[at++];
            }
            return nextLong();
        }

        /** The same, for numbers of which many take several bytes: a length that cannot be foretold is not guessed. */
        public long nextOfAnyLength() {
            return nextLong();
        }

        private long nextLong() {
            if (end - at >= Long.BYTES) {
                long word = (long) LONG.get(bytes, at);
                long stops = ~word & 0x8080808080808080L;
                if (stops != 0) {
                    return gather(word, Long.numberOfTrailingZeros(stops) + 1);
                }
            }
            return nextByByte();
        }

        /** Up to eight bytes at once: sizes in bytes and times in nanoseconds take three to six. Halves the time of a heap's part. */
        private long gather(long word, int bits) {
            at += bits >>> 3;
            long sevens = word & -1L >>> (Long.SIZE - bits) & 0x7f7f7f7f7f7f7f7fL;
            long fourteens = (sevens & 0x007f007f007f007fL) | (sevens & 0x7f007f007f007f00L) >>> 1;
            long twentyEights = (fourteens & 0x00003fff00003fffL) | (fourteens & 0x3fff00003fff0000L) >>> 2;
            return (twentyEights & 0x000000000fffffffL) | (twentyEights & 0x0fffffff00000000L) >>> 4;
        }

        private long nextByByte() {
            long value = 0;
            for (int shift = 0; shift < 70 && at < end; shift += 7) {
                byte b = bytes[at++];
                value |= (b & 0x7fL) << shift;
                if (b >= 0) {
                    // The tenth byte has room for one bit.
                    return shift == 63 && b > 1 ? fail() : value;
                }
            }
            return fail();
        }

        /** The next value if it lies in 0 to max, else the reader is broken and the value 0. */
        public int nextInt(int max) {
            long value = next();
            if (value < 0 || value > max) {
                fail();
                return 0;
            }
            return (int) value;
        }

        /** Skips bytes and returns the offset where they began, or marks the reader broken if there are not so many. */
        public int skip(int byteCount) {
            int start = at;
            if (byteCount < 0 || byteCount > end - at) {
                fail();
                return start;
            }
            at += byteCount;
            return start;
        }

        private long fail() {
            broken = true;
            at = end;
            return 0;
        }
    }
}
