package dev.flamestream.engine.head;

import dev.flamestream.engine.tree.Varints;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads one element that {@link ElementWriter} built: the checksum first, then field by field, each within its bound. */
final class ElementReader {
    private final String where;
    private final byte[] element;
    private final Varints.Reader varints;

    ElementReader(String where, byte[] element) throws CorruptHeadException {
        this.where = where;
        this.element = element;
        int end = element.length - ElementWriter.CRC_BYTES;
        if (end < 2) {
            throw new CorruptHeadException(where, "expected at least 6 bytes, found " + element.length);
        }
        CRC32C crc = new CRC32C();
        crc.update(element, 0, end);
        int stored = 0;
        for (int i = 0; i < ElementWriter.CRC_BYTES; i++) {
            stored |= (element[end + i] & 0xff) << (8 * i);
        }
        if ((int) crc.getValue() != stored) {
            throw new CorruptHeadException(
                    where,
                    "checksum " + Integer.toHexString((int) crc.getValue()) + ", stored "
                            + Integer.toHexString(stored));
        }
        if (element[1] < 1 || element[1] > ElementWriter.VERSION) {
            throw new CorruptHeadException(where, "version " + element[1] + ", expected 1 to " + ElementWriter.VERSION);
        }
        this.varints = new Varints.Reader(element, 2, end);
    }

    byte kind() {
        return element[0];
    }

    byte version() {
        return element[1];
    }

    long next() throws CorruptHeadException {
        long value = varints.next();
        requireWhole("a number");
        return value;
    }

    long nextZigzag() throws CorruptHeadException {
        return Varints.unzigzag(next());
    }

    /** A value from 0 to max. */
    int nextInt(int max, String what) throws CorruptHeadException {
        long value = next();
        if (value < 0 || value > max) {
            throw corrupt(what + " is " + Long.toUnsignedString(value) + ", expected 0 to " + max);
        }
        return (int) value;
    }

    /** A count of things that take at least one byte each, so that no lie about it costs memory. */
    int nextCount(String what) throws CorruptHeadException {
        return nextInt(element.length, what);
    }

    byte[] nextBytes(int length) throws CorruptHeadException {
        int start = varints.skip(length);
        requireWhole(length + " bytes");
        return Arrays.copyOfRange(element, start, start + length);
    }

    /** Skips bytes and returns where they begin in {@link #element}. */
    int skip(int length) throws CorruptHeadException {
        int start = varints.skip(length);
        requireWhole(length + " bytes");
        return start;
    }

    /** Where the next field begins in {@link #element}. */
    int offset() {
        return varints.offset();
    }

    byte[] element() {
        return element;
    }

    String nextText() throws CorruptHeadException {
        return new String(nextBytes(nextCount("text length")), StandardCharsets.UTF_8);
    }

    CorruptHeadException corrupt(String what) {
        return new CorruptHeadException(where, "before byte " + varints.offset() + ": " + what);
    }

    void requireEnd() throws CorruptHeadException {
        if (varints.hasMore()) {
            throw corrupt("expected the end, " + (element.length - ElementWriter.CRC_BYTES - varints.offset())
                    + " bytes are left");
        }
    }

    private void requireWhole(String what) throws CorruptHeadException {
        if (varints.isBroken()) {
            throw corrupt("expected " + what + ", found the end");
        }
    }
}
