package dev.flamestream.benchmarks.large;

import dev.flamestream.engine.block.store.BlockFile;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/** A block in memory that counts what is read of it: on S3 requests and bytes are the cost. Safe for concurrent use. */
final class CountedFile implements BlockFile {
    private final String objectKey;
    private final byte[] bytes;
    private final LongAdder readBytes = new LongAdder();
    private final LongAdder reads = new LongAdder();

    CountedFile(String objectKey, byte[] bytes) {
        this.objectKey = objectKey;
        this.bytes = bytes;
    }

    @Override
    public String objectKey() {
        return objectKey;
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public void readFully(long offset, byte[] target, int targetOffset, int length) throws IOException {
        readBytes.add(length);
        reads.increment();
        System.arraycopy(bytes, Math.toIntExact(offset), target, targetOffset, length);
    }

    long readBytes() {
        return readBytes.sum();
    }

    long reads() {
        return reads.sum();
    }

    void forgetReads() {
        readBytes.reset();
        reads.reset();
    }

    @Override
    public void close() {}
}
