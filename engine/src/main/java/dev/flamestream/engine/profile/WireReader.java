package dev.flamestream.engine.profile;

/**
 * A cursor over protobuf's wire format that checks every step.
 *
 * <p>One instance walks nested messages too: {@link #enter} narrows the end, {@link #leave} restores it. Not thread-safe.
 */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private byte[] bytes = {};
    private int at;
    private int end;
    private int field;
    private int wireType;

    void reset(byte[] source, int length) {
        bytes = source;
        at = 0;
        end = length;
    }

    boolean hasMore() {
        return at < end;
    }

    int offset() {
        return at;
    }

    int field() {
        return field;
    }

    /** Reads a tag: afterwards {@link #field} and the wire type are known. */
    void readTag() throws RefusedException {
        int start = at;
        long tag = readVarint();
        long number = tag >>> 3;
        if (number == 0 || number > 0x1fffffffL) {
            throw RefusedException.malformed(
                    "byte " + start + ": field number " + number + ", expected 1 to 536870911");
        }
        field = (int) number;
        wireType = (int) tag & 7;
    }

    /** An unsigned 64-bit varint, as its bits. */
    long readVarint() throws RefusedException {
        int p = at;
        if (p < end && bytes[p] >= 0) {
            at = p + 1;
            return bytes[p];
        }
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (p >= end) {
                throw RefusedException.malformed("byte " + at + ": a number is cut off by the end at byte " + end);
            }
            byte b = bytes[p++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                if (shift == 63 && b > 1) {
                    break;
                }
                at = p;
                return value;
            }
        }
        throw RefusedException.malformed("byte " + at + ": a number of more than 64 bits");
    }

    /**
     * Adds the varints of a packed field. Most of a profile's numbers are here, as one or two bytes: read in one loop over local
     * variables they cost two thirds of what a call for each does.
     *
     * @param maxSize what the column may grow to
     */
    void readPacked(LongColumn target, int maxSize) throws RefusedException {
        int length = readLength();
        int outer = end;
        end = at + length;
        int count = target.size();
        // A varint has at least one byte.
        long[] values = target.reserve(Math.min(length, maxSize - count));
        byte[] source = bytes;
        int stop = end;
        int p = at;
        while (p < stop) {
            if (count == maxSize) {
                throw tooMany(maxSize);
            }
            byte first = source[p];
            if (first >= 0) {
                values[count++] = first;
                p++;
            } else if (p + 1 < stop && source[p + 1] >= 0) {
                values[count++] = (first & 0x7f) | (source[p + 1] << 7);
                p += 2;
            } else {
                at = p;
                values[count++] = readVarint();
                p = at;
            }
        }
        target.setSize(count);
        at = stop;
        end = outer;
    }

    /** The refusal of a field that there are too many of. */
    RefusedException tooMany(int max) {
        return new RefusedException(
                RejectReason.PROFILE_SIZE_LIMIT, "byte " + at + ": more than " + max + " numbers of field " + field);
    }

    /** The value of a varint field. */
    long readNumber() throws RefusedException {
        require(VARINT);
        return readVarint();
    }

    /** Begins a length-delimited field and returns the end to restore. */
    int enter() throws RefusedException {
        int length = readLength();
        int outer = end;
        end = at + length;
        return outer;
    }

    void leave(int outerEnd) {
        at = end;
        end = outerEnd;
    }

    /** The length of a length-delimited field, whose bytes begin at {@link #offset}. */
    int readLength() throws RefusedException {
        require(BYTES);
        int start = at;
        long length = readVarint();
        if (length < 0 || length > end - at) {
            throw RefusedException.malformed("byte " + start + ": field " + field + " says "
                    + Long.toUnsignedString(length) + " bytes, " + (end - at) + " are left");
        }
        return (int) length;
    }

    void skipBytes(int count) {
        at += count;
    }

    boolean isPacked() {
        return wireType == BYTES;
    }

    /** Passes over a field of a number we do not know. */
    void skipField() throws RefusedException {
        switch (wireType) {
            case VARINT -> readVarint();
            case BYTES -> skipBytes(readLength());
            case FIXED64 -> skipFixed(8);
            case FIXED32 -> skipFixed(4);
            default ->
                throw RefusedException.malformed(
                        "byte " + at + ": field " + field + " has wire type " + wireType + ", expected 0, 1, 2 or 5");
        }
    }

    private void skipFixed(int count) throws RefusedException {
        if (end - at < count) {
            throw RefusedException.malformed(
                    "byte " + at + ": field " + field + " is cut off by the end at byte " + end);
        }
        at += count;
    }

    private void require(int expected) throws RefusedException {
        if (wireType != expected) {
            throw RefusedException.malformed(
                    "byte " + at + ": field " + field + " has wire type " + wireType + ", expected " + expected);
        }
    }
}
