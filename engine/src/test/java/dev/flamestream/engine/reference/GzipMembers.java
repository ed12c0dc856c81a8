package dev.flamestream.engine.reference;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes gzip as any writer may: several members, every optional part of a header, every level. */
final class GzipMembers {
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private GzipMembers() {}

    /** The bytes in so many members, some of which may be empty. */
    static byte[] write(byte[] bytes, int members, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = 0;
        for (int member = 1; member <= members; member++) {
            int to = member == members ? bytes.length : from + random.nextInt(bytes.length - from + 1);
            member(out, Arrays.copyOfRange(bytes, from, to), random);
            from = to;
        }
        return out.toByteArray();
    }

    private static void member(ByteArrayOutputStream out, byte[] bytes, Random random) {
        int flags = random.nextBoolean() ? 0 : random.nextInt(8) << 2;
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, (byte) 255});
        if ((flags & EXTRA) != 0) {
            out.writeBytes(new byte[] {3, 0, 'x', 'y', 'z'});
        }
        if ((flags & NAME) != 0) {
            out.writeBytes(new byte[] {'a', 0});
        }
        if ((flags & COMMENT) != 0) {
            out.writeBytes(new byte[] {0});
        }
        out.writeBytes(deflate(bytes, random.nextInt(10)));
        CRC32 crc = new CRC32();
        crc.update(bytes);
        littleEndian(out, crc.getValue());
        littleEndian(out, bytes.length);
    }

    private static byte[] deflate(byte[] bytes, int level) {
        Deflater deflater = new Deflater(level, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] target = new byte[bytes.length * 2 + 64];
        int length = deflater.deflate(target);
        deflater.end();
        return Arrays.copyOf(target, length);
    }

    private static void littleEndian(ByteArrayOutputStream out, long value) {
        for (int shift = 0; shift < 32; shift += 8) {
            out.write((int) (value >>> shift));
        }
    }
}
