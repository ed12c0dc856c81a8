package dev.flamestream.query.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chunk of a block: the bytes from {@code index * CHUNK_BYTES} on, {@code CHUNK_BYTES} of them or what is left of the block.
 *
 * @param block identity of the block, 32 hexadecimal digits
 * @param index number of the chunk in its block
 */
record ChunkKey(String block, int index) {
    /**
     * Twice what a footer takes in one read, and twice the gap across which pages are read together: a read brings little that
     * was not asked for, and a cache of 10 GiB is 80,000 files.
     */
    static final int CHUNK_BYTES = 128 << 10;

    private static final Pattern FILE_NAME = Pattern.compile("([0-9a-f]{32})-([0-9]{1,8})");

    /** The identity of a block: blocks never change, and one that a person has put in the place of another has another size. */
    static String blockId(String store, String objectKey, long sizeBytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((store + "\n" + objectKey + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] hash = digest.digest(
                    ByteBuffer.allocate(Long.BYTES).putLong(sizeBytes).array());
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The name of its file. */
    String fileName() {
        return block + "-" + index;
    }

    /** The folder of its file: 256 of them, so that none grows long. */
    String folderName() {
        return block.substring(0, 2);
    }

    /** The chunk of a file; nothing for a file that is none of ours. */
    static Optional<ChunkKey> ofFile(String folderName, String fileName) {
        Matcher matcher = FILE_NAME.matcher(fileName);
        if (!matcher.matches() || !fileName.startsWith(folderName) || folderName.length() != 2) {
            return Optional.empty();
        }
        return Optional.of(new ChunkKey(matcher.group(1), Integer.parseInt(matcher.group(2))));
    }
}
