package dev.flamestream.query.blocks;

import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.BlockStore;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.query.QueryMetrics;
import java.io.IOException;

/**
 * A listed block that is opened for each read, since sections have no end that a file could be closed at.
 *
 * <p>Opening costs nothing in a bucket and microseconds in a folder, and a query reads some ranges of a block.
 */
final class ListedBlockFile implements BlockFile {
    private final BlockStore store;
    private final ListedBlock block;
    private final QueryMetrics metrics;

    ListedBlockFile(BlockStore store, ListedBlock block, QueryMetrics metrics) {
        this.store = store;
        this.block = block;
        this.metrics = metrics;
    }

    @Override
    public String objectKey() {
        return block.objectKey();
    }

    @Override
    public long sizeBytes() {
        return block.sizeBytes();
    }

    @Override
    public void readFully(long offset, byte[] target, int targetOffset, int length) throws IOException {
        try (BlockFile file = store.open(block.objectKey())) {
            file.readFully(offset, target, targetOffset, length);
        }
        metrics.read(length);
    }

    @Override
    public void close() {
        // Each read has closed what it opened.
    }
}
