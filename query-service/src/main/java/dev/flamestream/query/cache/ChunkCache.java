package dev.flamestream.query.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.QueryMetrics.CacheEvent;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which chunks the folder holds, within a bound of bytes and of what the disk must keep free.
 *
 * <p>The index is in memory and made from the folder at start, so that a crash loses nothing but what was half written. What is
 * asked for rarely goes first. A disk that fails makes reads slower and never wrong. Thread-safe; owns the folder.
 */
public final class ChunkCache implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(ChunkCache.class);

    /** What is left of the disk. */
    interface FreeSpace {
        /** So many bytes. */
        long usableBytes() throws IOException;
    }

    private final ChunkFolder folder;
    private final CacheSettings settings;
    private final FreeSpace disk;
    private final QueryMetrics metrics;
    /** Length of the chunk in each file. */
    private final Cache<ChunkKey, Integer> index;

    private final Policy.Eviction<ChunkKey, Integer> bound;
    /** So that a disk that fails is a line when it begins, not one a chunk. */
    private final AtomicBoolean failing = new AtomicBoolean();

    private ChunkCache(ChunkFolder folder, CacheSettings settings, FreeSpace disk, QueryMetrics metrics) {
        this.folder = folder;
        this.settings = settings;
        this.disk = disk;
        this.metrics = metrics;
        this.index = Caffeine.newBuilder()
                .maximumWeight(settings.maxBytes())
                .weigher((ChunkKey key, Integer length) -> ChunkFile.HEADER_BYTES + length)
                .evictionListener((key, length, cause) -> evicted(key))
                // On the thread that writes: a file is then gone before its chunk can be written anew.
                .executor(Runnable::run)
                .build();
        this.bound = index.policy().eviction().orElseThrow();
    }

    /** The cache of a folder; nothing, and a warning, if the folder cannot be used: then all is read from the store. */
    public static Optional<ChunkCache> open(CacheSettings settings, QueryMetrics metrics) {
        try {
            ChunkFolder folder = ChunkFolder.take(Path.of(settings.folder()));
            return Optional.of(open(folder, settings, folder::usableBytes, metrics));
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("key", "blocks.cache.dir")
                    .addKeyValue("error", e.toString())
                    .log("no cache on disk, every read goes to the store");
            return Optional.empty();
        }
    }

    /** The same with a disk of one's own. */
    static ChunkCache open(ChunkFolder folder, CacheSettings settings, FreeSpace disk, QueryMetrics metrics)
            throws IOException {
        ChunkCache cache = new ChunkCache(folder, settings, disk, metrics);
        for (ChunkFolder.Stored stored : folder.scan()) {
            cache.index.put(stored.key(), stored.length());
        }
        cache.fitToDisk();
        metrics.gauge(QueryMetrics.Size.DISK_CACHE_BYTES, cache, ChunkCache::heldBytes);
        metrics.gauge(QueryMetrics.Size.DISK_CACHE_MAX_BYTES, cache, ChunkCache::maxBytes);
        log.atInfo()
                .addKeyValue("folder", settings.folder())
                .addKeyValue("chunkCount", cache.index.estimatedSize())
                .addKeyValue("heldBytes", cache.heldBytes())
                .addKeyValue("maxBytes", settings.maxBytes())
                .log("cache on disk opened");
        return cache;
    }

    /** A chunk, if it is there and whole. */
    Optional<byte[]> get(ChunkKey key, int length) {
        if (index.getIfPresent(key) == null) {
            metrics.diskCache(CacheEvent.MISS, 1);
            return Optional.empty();
        }
        Optional<byte[]> chunk = Optional.empty();
        try {
            chunk = folder.read(key, length);
        } catch (IOException e) {
            // Evicted since, or deleted by somebody: the same as damaged.
        }
        if (chunk.isPresent()) {
            metrics.diskCache(CacheEvent.HIT, 1);
            metrics.diskCacheRead(length);
        } else {
            metrics.diskCache(CacheEvent.MISS, 1);
            metrics.diskCache(CacheEvent.DAMAGED, 1);
            forget(key);
        }
        return chunk;
    }

    /** Keeps a chunk, if there is room; what cannot be written is not kept. */
    void put(ChunkKey key, byte[] bytes, int offset, int length) {
        try {
            if (fitToDisk() < ChunkFile.HEADER_BYTES + length) {
                metrics.diskCache(CacheEvent.NO_ROOM, 1);
                return;
            }
            Path written = folder.write(key, bytes, offset, length);
            try {
                index.asMap().compute(key, (same, known) -> commit(written, same, length));
            } finally {
                Files.deleteIfExists(written);
            }
            metrics.diskCache(CacheEvent.WRITTEN, 1);
            failing.set(false);
        } catch (IOException | UncheckedIOException e) {
            metrics.diskCache(CacheEvent.FAILED, 1);
            if (failing.compareAndSet(false, true)) {
                log.atWarn()
                        .addKeyValue("folder", settings.folder())
                        .addKeyValue("error", e.toString())
                        .log("the cache on disk cannot be written, reads go to the store");
            }
        }
    }

    /** Lets go of all chunks of a block: one that is damaged is to be read from the store when it is tried again. */
    void forgetBlock(String block, long sizeBytes) {
        for (long index = 0; index * ChunkKey.CHUNK_BYTES < sizeBytes; index++) {
            forget(new ChunkKey(block, (int) index));
        }
    }

    private Integer commit(Path written, ChunkKey key, int length) {
        try {
            folder.commit(written, key);
            return length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forget(ChunkKey forgotten) {
        index.asMap().computeIfPresent(forgotten, (key, length) -> {
            delete(key);
            return null;
        });
    }

    private void evicted(@Nullable ChunkKey key) {
        if (key != null) {
            delete(key);
            metrics.diskCache(CacheEvent.EVICTED, 1);
        }
    }

    private void delete(ChunkKey key) {
        try {
            folder.delete(key);
        } catch (IOException e) {
            // It counts as gone; the next start finds it and counts it again.
            log.atDebug().addKeyValue("error", e.toString()).log("chunk was not deleted");
        }
    }

    /** Lowers the bound while the disk is fuller than it may be, which evicts, and raises it again; returns what is free within it. */
    private long fitToDisk() throws IOException {
        long held = heldBytes();
        long spare = disk.usableBytes() - settings.minFreeBytes();
        long allowed = Math.max(0, Math.min(settings.maxBytes(), held + spare));
        if (allowed != bound.getMaximum()) {
            bound.setMaximum(allowed);
        }
        return Math.min(spare, allowed);
    }

    /** What the files hold. */
    long heldBytes() {
        return bound.weightedSize().orElse(0);
    }

    /** What they may hold now. */
    long maxBytes() {
        return bound.getMaximum();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
