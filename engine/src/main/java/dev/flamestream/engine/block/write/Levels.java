package dev.flamestream.engine.block.write;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/** Repetition or definition levels of a page, as runs; of a column without levels there are none. Not thread-safe. */
final class Levels implements AutoCloseable {
    private static final int SLAB_BYTES = 64;
    private static final int PAGE_BYTES = 1 << 20;

    private final boolean isEmpty;
    private final RunLengthBitPackingHybridEncoder runs;

    Levels(int maxLevel) {
        this.isEmpty = maxLevel == 0;
        this.runs = new RunLengthBitPackingHybridEncoder(
                BytesUtils.getWidthFromMaxInt(maxLevel), SLAB_BYTES, PAGE_BYTES, HeapByteBufferAllocator.getInstance());
    }

    void add(int level) throws IOException {
        if (!isEmpty) {
            runs.writeInt(level);
        }
    }

    /** The levels of a page; valid until {@link #reset}. */
    BytesInput take() throws IOException {
        return isEmpty ? BytesInput.empty() : runs.toBytes();
    }

    /** Begins the next page. */
    void reset() {
        runs.reset();
    }

    @Override
    public void close() {
        runs.close();
    }
}
