package dev.flamestream.query.blocks;

import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.BlockStore;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.engine.block.store.RangeRead;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.trace.QueryCost;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.util.List;

/**
 * A listed block that is opened for each read, since sections have no end that a file could be closed at.
 *
 * <p>Opening costs nothing in a bucket and microseconds in a folder, and a query reads some ranges of a block. What is read, on
 * whichever thread, counts for the query that found the block.
 */
final class ListedBlockFile implements BlockFile {
    private final BlockStore store;
    private final ListedBlock block;
    private final QueryMetrics metrics;
    private final Context query = Context.current();
    private final QueryCost cost = QueryCost.current();

    ListedBlockFile(BlockStore store, ListedBlock block, QueryMetrics metrics) {
        this.store = store;
        this.block = block;
        this.metrics = metrics;
    }

    ListedBlock block() {
        return block;
    }

    @Override
    public String objectKey() {
        return block.objectKey();
    }

    @Override
    public long sizeBytes() {
        return block.sizeBytes();
    }

    private interface Read {
        void from(BlockFile file) throws IOException;
    }

    @Override
    public void readFully(long offset, byte[] target, int targetOffset, int length) throws IOException {
        read(file -> file.readFully(offset, target, targetOffset, length));
        count(length);
    }

    @Override
    public void readAll(List<RangeRead> reads) throws IOException {
        read(file -> file.readAll(reads));
        reads.forEach(read -> count(read.bytes().length));
    }

    @SuppressWarnings("try") // The scope is there to be left.
    private void read(Read read) throws IOException {
        try (Scope ignored = query.makeCurrent();
                BlockFile file = store.open(block)) {
            read.from(file);
        }
    }

    private void count(int bytes) {
        metrics.read(bytes);
        cost.add(QueryCost.Item.BLOCK_READS, 1);
        cost.add(QueryCost.Item.BLOCK_BYTES, bytes);
    }

    @Override
    public void close() {
        // Each read has closed what it opened.
    }
}
