package dev.flamestream.query.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of a chunk's file, big-endian:
 *
 * <pre>
 * 8   "FLCHUNK1"
 * 16  identity of the block
 * 4   number of the chunk
 * 4   CRC32C of the 28 bytes before and of the chunk
 * n   the chunk
 * </pre>
 *
 * <p>The checksum stands for a flush to disk, too: what a crash of the machine left half written is not taken for a chunk.
 */
final class ChunkFile {
    static final int HEADER_BYTES = 32;

    private static final long MAGIC = 0x464C_4348_554E_4B31L;
    private static final int CHECKSUM_OFFSET = HEADER_BYTES - Integer.BYTES;

    private ChunkFile() {}

    /** What stands before a chunk. */
    static byte[] header(ChunkKey key, byte[] bytes, int offset, int length) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                .putLong(MAGIC)
                .put(HexFormat.of().parseHex(key.block()))
                .putInt(key.index());
        CRC32C checksum = new CRC32C();
        checksum.update(header.array(), 0, CHECKSUM_OFFSET);
        checksum.update(bytes, offset, length);
        return header.putInt((int) checksum.getValue()).array();
    }

    /** The chunk in a file's bytes; nothing if they are not what was written for this key. */
    static Optional<byte[]> chunk(ChunkKey key, byte[] file) {
        if (file.length <= HEADER_BYTES) {
            return Optional.empty();
        }
        byte[] wanted = header(key, file, HEADER_BYTES, file.length - HEADER_BYTES);
        if (!Arrays.equals(wanted, 0, HEADER_BYTES, file, 0, HEADER_BYTES)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(file, HEADER_BYTES, file.length));
    }
}
