package dev.flamestream.query.blocks;

import dev.flamestream.engine.block.store.BlockStore;
import dev.flamestream.engine.block.store.LocalBlockStore;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.cache.CachedBlockStore;
import dev.flamestream.query.cache.ChunkCache;
import dev.flamestream.query.s3.S3BlockStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the store that a root names. */
public final class BlockStores {
    private static final Logger log = LoggerFactory.getLogger(BlockStores.class);

    private BlockStores() {}

    /** A bucket for {@code s3:}, a folder for {@code file:}; a file URI without slashes is relative to where we run. */
    public static BlockStore open(BlocksSettings settings, QueryMetrics metrics) {
        URI root = settings.root();
        if (!"s3".equals(root.getScheme())) {
            return new LocalBlockStore(
                    root.isOpaque() ? Path.of(root.getSchemeSpecificPart()) : Path.of(root.getPath()));
        }
        S3BlockStore bucket = new S3BlockStore(root, settings.s3(), metrics);
        if (settings.cache().folder().isEmpty()) {
            log.atInfo()
                    .addKeyValue("key", "blocks.cache.dir")
                    .log("no cache on disk is set, every read goes to the store");
            return bucket;
        }
        Optional<ChunkCache> cache = ChunkCache.open(settings.cache(), metrics);
        return cache.isPresent()
                ? new CachedBlockStore(bucket, cache.get(), settings.s3().endpoint() + " " + root)
                : bucket;
    }
}
