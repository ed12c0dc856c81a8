package dev.flamestream.engine.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Interned UTF-8 strings: equal text has one id, ids count up from 0, and id 0 is the empty string.
 *
 * <p>The text lives in one growing byte array. Not thread-safe while it grows; safe to read once published.
 */
public final class StringTable {
    /** The id of the empty string. */
    public static final int EMPTY = 0;

    private static final int INITIAL_SLOTS = 64;

    private byte[] bytes = new byte[1024];
    /** Entry i is where string i ends, and string i + 1 begins. */
    private int[] ends = new int[64];

    private int[] hashes = new int[64];
    private int count;
    /** Open addressing; a slot holds id + 1, 0 is free. */
    private int[] slots = new int[INITIAL_SLOTS];

    /** A table that holds the empty string alone. */
    public StringTable() {
        intern(new byte[0], 0, 0);
    }

    /** Number of strings, the empty one included. */
    public int count() {
        return count;
    }

    /** Makes room for so many more strings, so that many that come do not make the table grow by doubling. */
    public void reserve(int more, int moreBytes) {
        int wanted = Math.addExact(count, more);
        if (wanted > ends.length) {
            ends = Arrays.copyOf(ends, wanted);
            hashes = Arrays.copyOf(hashes, wanted);
        }
        int wantedBytes = Math.addExact(start(count), moreBytes);
        if (wantedBytes > bytes.length) {
            bytes = Arrays.copyOf(bytes, wantedBytes);
        }
        if (wanted * 2L >= slots.length) {
            grow(Integer.highestOneBit(Math.multiplyExact(wanted, 2)) * 2);
        }
    }

    /** Bytes of memory held, to within a few. */
    public long sizeBytes() {
        return bytes.length + 4L * (ends.length + hashes.length + slots.length);
    }

    /** The id of a string. */
    public int intern(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return intern(utf8, 0, utf8.length);
    }

    /** The id of the UTF-8 text at an offset, or -1 if the table does not hold it. */
    public int find(byte[] source, int offset, int length) {
        return slots[slotOf(hash(source, offset, length), source, offset, length)] - 1;
    }

    /** The id of the UTF-8 text at an offset; the bytes are copied if they are new and taken as they are. */
    public int intern(byte[] source, int offset, int length) {
        int hash = hash(source, offset, length);
        int slot = slotOf(hash, source, offset, length);
        return slots[slot] != 0 ? slots[slot] - 1 : add(slot, hash, source, offset, length);
    }

    /** The id of another table's string; its hash is known and its bytes are copied only if they are new. */
    public int intern(StringTable other, int id) {
        int start = other.start(id);
        int length = other.ends[id] - start;
        int hash = other.hashes[id];
        int slot = slotOf(hash, other.bytes, start, length);
        return slots[slot] != 0 ? slots[slot] - 1 : add(slot, hash, other.bytes, start, length);
    }

    /** The text of an id. Allocates. */
    public String get(int id) {
        return new String(bytes, start(id), length(id), StandardCharsets.UTF_8);
    }

    /** The bytes of an id. Allocates. */
    public byte[] getBytes(int id) {
        return Arrays.copyOfRange(bytes, start(id), start(id) + length(id));
    }

    /** Length of a string in bytes. */
    public int length(int id) {
        return ends[id] - start(id);
    }

    /** Copies a string's bytes to an offset and returns the offset behind them. */
    public int copyTo(int id, byte[] target, int offset) {
        int length = length(id);
        System.arraycopy(bytes, start(id), target, offset, length);
        return offset + length;
    }

    /** Orders two ids by their bytes, unsigned: the order of Unicode code points. */
    public int compare(int left, int right) {
        return Arrays.compareUnsigned(
                bytes, start(left), start(left) + length(left), bytes, start(right), start(right) + length(right));
    }

    private static int hash(byte[] source, int offset, int length) {
        // Four bytes a step: strings are most of a profile, and one byte a step was the largest single cost of
        // interning.
        int hash = length * 0x9E3779B9;
        int end = offset + length;
        int i = offset;
        for (; i + 4 <= end; i += 4) {
            int word = (source[i] & 0xff)
                    | (source[i + 1] & 0xff) << 8
                    | (source[i + 2] & 0xff) << 16
                    | source[i + 3] << 24;
            hash = Integer.rotateLeft(hash ^ word * 0xCC9E2D51, 13) * 5 + 0xE6546B64;
        }
        for (; i < end; i++) {
            hash = (hash ^ (source[i] & 0xff)) * 0x01000193;
        }
        hash ^= hash >>> 16;
        hash *= 0x85EBCA6B;
        return hash ^ hash >>> 13;
    }

    /** The slot that holds a text, or the free one where it would go. */
    private int slotOf(int hash, byte[] source, int offset, int length) {
        int slot = hash & (slots.length - 1);
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash && equalsAt(id, source, offset, length)) {
                break;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private int start(int id) {
        return id == 0 ? 0 : ends[id - 1];
    }

    private boolean equalsAt(int id, byte[] source, int offset, int length) {
        int start = start(id);
        return ends[id] - start == length
                && Arrays.equals(bytes, start, start + length, source, offset, offset + length);
    }

    private int add(int slot, int hash, byte[] source, int offset, int length) {
        int id = count++;
        int start = start(id);
        if (start + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(start + length, Math.multiplyExact(bytes.length, 2)));
        }
        if (id == ends.length) {
            ends = Arrays.copyOf(ends, id * 2);
            hashes = Arrays.copyOf(hashes, id * 2);
        }
        System.arraycopy(source, offset, bytes, start, length);
        ends[id] = start + length;
        hashes[id] = hash;
        slots[slot] = id + 1;
        if (count * 2 > slots.length) {
            grow(slots.length * 2);
        }
        return id;
    }

    private void grow(int size) {
        int[] larger = new int[size];
        for (int id = 0; id < count; id++) {
            int slot = hashes[id] & (larger.length - 1);
            while (larger[slot] != 0) {
                slot = (slot + 1) & (larger.length - 1);
            }
            larger[slot] = id + 1;
        }
        slots = larger;
    }
}
