package dev.flamestream.query.blocks;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.SharedFetch;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Footers of blocks, which never change, kept for good within a bound of memory; and the names of blocks found damaged, which
 * are set aside for a while. Thread-safe.
 */
final class BlockFooters {
    private static final Logger log = LoggerFactory.getLogger(BlockFooters.class);

    /** A damaged block is tried again this often, should it have been put in order by hand. */
    private static final Duration QUARANTINE = Duration.ofMinutes(10);

    private static final int MAX_QUARANTINED = 10_000;

    private final Executor readers;
    private final QueryMetrics metrics;
    private final AsyncCache<String, BlockFooter> footers;
    private final Cache<String, CorruptBlockException> quarantine;

    BlockFooters(long maxBytes, Ticker ticker, Executor readers, QueryMetrics metrics) {
        this.readers = readers;
        this.metrics = metrics;
        this.footers = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String key, BlockFooter footer) -> (int) Math.min(footer.heldBytes(), Integer.MAX_VALUE))
                .ticker(ticker)
                .buildAsync();
        this.quarantine = Caffeine.newBuilder()
                .expireAfterWrite(QUARANTINE)
                .maximumSize(MAX_QUARANTINED)
                .ticker(ticker)
                .build();
        metrics.gauge(
                QueryMetrics.Size.FOOTER_CACHE_BYTES,
                footers,
                cache -> cache.synchronous()
                        .policy()
                        .eviction()
                        .map(eviction -> eviction.weightedSize().orElse(0))
                        .orElse(0L));
    }

    /** A block's footer; fails with a {@link CompletionException} of an {@link IOException}, corrupt blocks included. */
    CompletableFuture<BlockFooter> footer(BlockFile file) {
        CorruptBlockException damage = quarantine.getIfPresent(file.objectKey());
        if (damage != null) {
            return CompletableFuture.failedFuture(damage);
        }
        return SharedFetch.of(
                footers, file.objectKey(), key -> CompletableFuture.supplyAsync(() -> read(file), readers));
    }

    private BlockFooter read(BlockFile file) {
        try {
            return BlockFooter.read(file);
        } catch (CorruptBlockException e) {
            setAside(e);
            throw new CompletionException(e);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private void setAside(CorruptBlockException damage) {
        if (quarantine.asMap().putIfAbsent(damage.objectKey(), damage) == null) {
            metrics.corruptBlock();
            log.atError()
                    .addKeyValue("objectKey", damage.objectKey())
                    .addKeyValue("error", damage.getMessage())
                    .log("block is damaged and is left out of answers");
        }
    }
}
