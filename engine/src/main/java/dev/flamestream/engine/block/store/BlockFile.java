package dev.flamestream.engine.block.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** One block, to read ranges of. Safe for concurrent reads; whoever opened it closes it. */
public interface BlockFile extends Closeable {
    /** Its name below the root of the store. */
    String objectKey();

    /** Its length. */
    long sizeBytes();

    /**
     * Fills a part of an array with the bytes at an offset; the caller has made sure that they lie within the file.
     *
     * @throws IOException if the store is away, or the block is gone
     */
    void readFully(long offset, byte[] target, int targetOffset, int length) throws IOException;

    /**
     * Does several reads, in any order or at once; all are done when it returns.
     *
     * @throws IOException as soon as one fails
     */
    default void readAll(List<RangeRead> reads) throws IOException {
        for (RangeRead read : reads) {
            readFully(read.offset(), read.bytes(), 0, read.bytes().length);
        }
    }
}
