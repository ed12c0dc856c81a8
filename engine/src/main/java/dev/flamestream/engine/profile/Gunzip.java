package dev.flamestream.engine.profile;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a record's value into one reused buffer; a value that is not gzip is passed on as it is.
 *
 * <p>One call to zlib for the whole member into a buffer of the size that the trailer promises: half of ingest is inflating,
 * and pieces cost a quarter more. The promise is capped by the limit and corrected if it lied. Several gzip members make one
 * file. Not thread-safe. Call {@link #close} to free zlib's memory.
 */
final class Gunzip implements AutoCloseable {
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    /** Less is no member. */
    static final int MIN_MEMBER_BYTES = HEADER_BYTES + TRAILER_BYTES;

    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xe0;
    private static final int DEFLATE = 8;
    /** One byte of deflate makes at most this many (zlib's documentation), so a larger promise is a lie. */
    private static final int MAX_DEFLATE_RATIO = 1_032;
    /** Buffers past this are not kept from one profile to the next: a rare giant must not pin its size for good. */
    private static final int MAX_KEPT_BYTES = 8 << 20;

    private int maxInflatedBytes;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private byte[] buffer = new byte[64 << 10];
    private byte[] output = buffer;
    private int length;

    Gunzip(int maxInflatedBytes) {
        this.maxInflatedBytes = maxInflatedBytes;
    }

    /** From the next value on, another bound. */
    void limit(int newMaxInflatedBytes) {
        maxInflatedBytes = newMaxInflatedBytes;
    }

    /** The inflated bytes; the first {@link #length} count, and only until the next call. */
    byte[] output() {
        return output;
    }

    int length() {
        return length;
    }

    void inflate(byte[] value) throws RefusedException {
        length = 0;
        if (buffer.length > MAX_KEPT_BYTES) {
            buffer = new byte[64 << 10];
        }
        if (!isGzip(value, 0)) {
            requireWithinLimit(value.length);
            output = value;
            length = value.length;
            return;
        }
        try {
            inflateMembers(value);
        } finally {
            // Also where it is refused: length counts bytes of this buffer by now, whatever an earlier call has put
            // out.
            output = buffer;
        }
    }

    private void inflateMembers(byte[] value) throws RefusedException {
        int at = 0;
        int member = 0;
        while (at < value.length) {
            if (!isGzip(value, at)) {
                throw RefusedException.malformed("gzip: " + (value.length - at) + " bytes at byte " + at
                        + " behind member " + member + ", expected another member or the end");
            }
            at = inflateMember(value, at);
            member++;
        }
    }

    static boolean isGzip(byte[] value, int at) {
        return at + 1 < value.length && value[at] == 0x1f && value[at + 1] == (byte) 0x8b;
    }

    /** Returns the offset behind the member. */
    private int inflateMember(byte[] value, int start) throws RefusedException {
        int data = skipHeader(value, start);
        int memberStart = length;
        reserve(promisedBytes(value));
        inflater.reset();
        inflater.setInput(value, data, value.length - data);
        try {
            while (!inflater.finished()) {
                int inflated = inflater.inflate(buffer, length, buffer.length - length);
                length += inflated;
                requireWithinLimit(length);
                if (inflated == 0 && !inflater.finished()) {
                    if (inflater.needsInput() || inflater.needsDictionary()) {
                        throw RefusedException.malformed("gzip: cut after " + length + " inflated bytes, the stream of "
                                + value.length + " bytes has no end");
                    }
                    reserve(Math.max(buffer.length - memberStart, 1));
                }
            }
        } catch (DataFormatException e) {
            throw RefusedException.malformed("gzip: after " + length + " inflated bytes: " + e.getMessage());
        }
        int trailer = value.length - inflater.getRemaining();
        checkTrailer(value, trailer, memberStart);
        return trailer + TRAILER_BYTES;
    }

    private int skipHeader(byte[] value, int start) throws RefusedException {
        if (value.length - start < MIN_MEMBER_BYTES) {
            throw RefusedException.malformed(
                    "gzip: " + (value.length - start) + " bytes, a member has at least " + MIN_MEMBER_BYTES);
        }
        int flags = value[start + 3] & 0xff;
        if (value[start + 2] != DEFLATE || (flags & RESERVED_FLAGS) != 0) {
            throw RefusedException.malformed("gzip: method " + value[start + 2] + " and flags " + flags
                    + ", expected method 8 and no reserved flag");
        }
        int at = start + HEADER_BYTES;
        if ((flags & FLAG_EXTRA) != 0) {
            at += 2 + (byteAt(value, at) | byteAt(value, at + 1) << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            at = skipText(value, at);
        }
        if ((flags & FLAG_COMMENT) != 0) {
            at = skipText(value, at);
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            at += 2;
        }
        byteAt(value, at);
        return at;
    }

    private static int skipText(byte[] value, int start) throws RefusedException {
        int at = start;
        while (byteAt(value, at) != 0) {
            at++;
        }
        return at + 1;
    }

    private static int byteAt(byte[] value, int at) throws RefusedException {
        if (at >= value.length) {
            throw RefusedException.malformed("gzip: cut within the header at byte " + value.length);
        }
        return value[at] & 0xff;
    }

    /** What the last four bytes say the last member inflates to; a hint only, and no more than deflate can do. The value has a member. */
    static int promisedBytes(byte[] value) {
        long possible = (long) value.length * MAX_DEFLATE_RATIO;
        int hint = littleEndian(value, value.length - 4);
        return (int) Math.min(possible, hint <= 0 ? value.length * 4L : hint);
    }

    private void reserve(int bytes) throws RefusedException {
        // One byte more than the limit, so that reaching it is told from passing it.
        long wanted = Math.min((long) length + bytes, maxInflatedBytes + 1L);
        if (wanted > buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) wanted);
        } else if (length == buffer.length) {
            requireWithinLimit(maxInflatedBytes + 1L);
        }
    }

    private void checkTrailer(byte[] value, int trailer, int memberStart) throws RefusedException {
        if (value.length - trailer < TRAILER_BYTES) {
            throw RefusedException.malformed("gzip: trailer cut, " + (value.length - trailer) + " of 8 bytes");
        }
        crc.reset();
        crc.update(buffer, memberStart, length - memberStart);
        if ((int) crc.getValue() != littleEndian(value, trailer)) {
            throw RefusedException.malformed("gzip: CRC " + Integer.toHexString((int) crc.getValue())
                    + ", the trailer says " + Integer.toHexString(littleEndian(value, trailer)));
        }
        if (length - memberStart != littleEndian(value, trailer + 4)) {
            throw RefusedException.malformed("gzip: inflated " + (length - memberStart) + " bytes, the trailer says "
                    + Integer.toUnsignedString(littleEndian(value, trailer + 4)));
        }
    }

    private void requireWithinLimit(long bytes) throws RefusedException {
        if (bytes > maxInflatedBytes) {
            throw new RefusedException(
                    RejectReason.PROFILE_SIZE_LIMIT,
                    "expected at most " + maxInflatedBytes
                            + " bytes without gzip (max_profile_size_bytes), found more");
        }
    }

    private static int littleEndian(byte[] value, int at) {
        return (value[at] & 0xff) | (value[at + 1] & 0xff) << 8 | (value[at + 2] & 0xff) << 16 | value[at + 3] << 24;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
