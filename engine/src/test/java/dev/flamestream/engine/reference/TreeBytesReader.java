package dev.flamestream.engine.reference;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads Pyroscope's binary tree format into sums by folded stack. */
public final class TreeBytesReader {
    private final ByteBuffer bytes;
    private final SortedMap<String, Long> sums = new TreeMap<>();

    private TreeBytesReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** Sums by folded stack, without those that are 0. */
    public static SortedMap<String, Long> read(byte[] bytes) {
        TreeBytesReader reader = new TreeBytesReader(bytes);
        if (bytes.length > 0) {
            reader.node("");
        }
        if (reader.bytes.hasRemaining()) {
            throw new IllegalStateException("bytes left: " + reader.bytes.remaining());
        }
        return reader.sums;
    }

    private void node(String parent) {
        byte[] name = new byte[Math.toIntExact(varint())];
        bytes.get(name);
        String own = new String(name, StandardCharsets.UTF_8);
        String path = parent.isEmpty() ? own : parent + ";" + own;
        long self = varint();
        if (self != 0) {
            sums.merge(path, self, Long::sum);
        }
        for (long children = varint(); children > 0; children--) {
            node(path);
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = bytes.get();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
