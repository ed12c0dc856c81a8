package dev.flamestream.engine.block;

import dev.flamestream.engine.block.store.BlockFile;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A block in memory, which counts what is read of it. */
public final class MemoryBlockFile implements BlockFile {
    private final byte[] bytes;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong readBytes = new AtomicLong();

    public MemoryBlockFile(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String objectKey() {
        return "memory.parquet";
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public void readFully(long offset, byte[] target, int targetOffset, int length) {
        System.arraycopy(bytes, Math.toIntExact(offset), target, targetOffset, length);
        reads.incrementAndGet();
        readBytes.addAndGet(length);
    }

    /** Number of reads so far. */
    public int reads() {
        return reads.get();
    }

    /** Bytes read so far. */
    public long readBytes() {
        return readBytes.get();
    }

    @Override
    public void close() {}
}
