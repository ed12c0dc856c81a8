package dev.flamestream.engine.block.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A block that is a file of this machine. */
public final class LocalBlockFile implements BlockFile {
    private final String objectKey;
    private final FileChannel channel;
    private final long sizeBytes;

    private LocalBlockFile(String objectKey, FileChannel channel, long sizeBytes) {
        this.objectKey = objectKey;
        this.channel = channel;
        this.sizeBytes = sizeBytes;
    }

    /** Opens a file by its path, which is also its key. */
    public static LocalBlockFile open(Path path) throws IOException {
        return open(path.toString(), path);
    }

    /** Opens the file that holds the block of a key. */
    static LocalBlockFile open(String objectKey, Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new LocalBlockFile(objectKey, channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String objectKey() {
        return objectKey;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void readFully(long offset, byte[] target, int targetOffset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target, targetOffset, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + length - buffer.remaining()) < 0) {
                throw new EOFException(objectKey + ": expected " + length + " bytes at " + offset + ", found the end "
                        + buffer.remaining() + " earlier");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
