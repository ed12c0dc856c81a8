package dev.flamestream.engine.head;

import dev.flamestream.engine.tree.StringTable;
import dev.flamestream.engine.tree.Varints;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Builds one element of a log: {@code kind, version, body, CRC-32C of all before as 4 bytes little-endian}.
 *
 * <p>Reused from one element to the next. Not thread-safe.
 */
final class ElementWriter {
    static final byte VERSION = 3;
    static final int CRC_BYTES = 4;

    private final CRC32C crc = new CRC32C();
    private byte[] buffer = new byte[8 << 10];
    private int size;

    void begin(byte kind) {
        size = 0;
        reserve(2);
        buffer[size++] = kind;
        buffer[size++] = VERSION;
    }

    /** Makes room for at least so many bytes; then {@link #putReserved} may be called while they last. */
    void reserve(int bytes) {
        if (buffer.length - size < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, bytes), buffer.length * 2));
        }
    }

    void put(long unsigned) {
        reserve(Varints.MAX_LONG_BYTES);
        size = Varints.write(buffer, size, unsigned);
    }

    /** As {@link #put} where room was reserved, for loops over values. */
    void putReserved(long unsigned) {
        size = Varints.write(buffer, size, unsigned);
    }

    void putZigzag(long signed) {
        put(Varints.zigzag(signed));
    }

    void putBytes(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    void putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        put(utf8.length);
        putBytes(utf8);
    }

    /** A string of a table, with its length before it. */
    void putString(StringTable strings, int id) {
        int length = strings.length(id);
        put(length);
        reserve(length);
        size = strings.copyTo(id, buffer, size);
    }

    /** Bytes of the element until now. */
    int size() {
        return size;
    }

    /**
     * Of two parts that say the same, one behind the other up to the end, keeps the one with fewer bytes, the first if both have as
     * many. Returns whether it is the second.
     */
    boolean keepsShorter(int first, int second) {
        int length = size - second;
        boolean isSecond = length < second - first;
        if (isSecond) {
            System.arraycopy(buffer, second, buffer, first, length);
        }
        size = isSecond ? first + length : second;
        return isSecond;
    }

    byte[] finish() {
        crc.reset();
        crc.update(buffer, 0, size);
        byte[] element = Arrays.copyOf(buffer, size + CRC_BYTES);
        int value = (int) crc.getValue();
        for (int i = 0; i < CRC_BYTES; i++) {
            element[size + i] = (byte) (value >>> (8 * i));
        }
        return element;
    }
}
