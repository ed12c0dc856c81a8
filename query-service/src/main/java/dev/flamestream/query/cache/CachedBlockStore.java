package dev.flamestream.query.cache;

import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.BlockStore;
import dev.flamestream.engine.block.store.ListedBlock;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** A store whose listed blocks are read through a cache on disk. Thread-safe; owns the store and the cache. */
public final class CachedBlockStore implements BlockStore, Closeable {
    private final BlockStore store;
    private final Closeable closing;
    private final ChunkCache cache;
    private final String storeId;

    /**
     * @param storeId what tells this store from others whose blocks the same folder may hold: where it is, and its root
     */
    public <S extends BlockStore & Closeable> CachedBlockStore(S store, ChunkCache cache, String storeId) {
        this.store = store;
        this.closing = store;
        this.cache = cache;
        this.storeId = storeId;
    }

    @Override
    public List<ListedBlock> list(String tenant, LocalDate first, LocalDate last) throws IOException {
        return store.list(tenant, first, last);
    }

    /** Not through the cache: the size of a block is a part of what it is known by. */
    @Override
    public BlockFile open(String objectKey) throws IOException {
        return store.open(objectKey);
    }

    @Override
    public BlockFile open(ListedBlock block) throws IOException {
        return new CachedBlockFile(store.open(block), cache, blockId(block));
    }

    /** Lets go of what is cached of a block. */
    public void forget(ListedBlock block) {
        cache.forgetBlock(blockId(block), block.sizeBytes());
    }

    private String blockId(ListedBlock block) {
        return ChunkKey.blockId(storeId, block.objectKey(), block.sizeBytes());
    }

    @Override
    public void close() throws IOException {
        closing.close();
        cache.close();
    }
}
