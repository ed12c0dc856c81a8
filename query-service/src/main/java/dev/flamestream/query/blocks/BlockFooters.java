package dev.flamestream.query.blocks;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.SharedFetch;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Footers of blocks, which never change, kept for good within a bound of memory. Thread-safe. */
final class BlockFooters {
    private final Executor readers;
    private final Quarantine quarantine;
    private final Consumer<ListedBlock> onDamage;
    private final AsyncCache<String, BlockFooter> footers;

    /**
     * @param onDamage told of each block that is set aside
     */
    BlockFooters(long maxBytes, Ticker ticker, Executor readers, QueryMetrics metrics, Consumer<ListedBlock> onDamage) {
        this.readers = readers;
        this.onDamage = onDamage;
        this.quarantine = new Quarantine(ticker, metrics);
        this.footers = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String key, BlockFooter footer) -> (int) Math.min(footer.heldBytes(), Integer.MAX_VALUE))
                .ticker(ticker)
                .buildAsync();
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
    CompletableFuture<BlockFooter> footer(ListedBlockFile file) {
        Optional<CorruptBlockException> damage = quarantine.damageOf(file);
        if (damage.isPresent()) {
            return CompletableFuture.failedFuture(damage.get());
        }
        CompletableFuture<BlockFooter> known = footers.getIfPresent(file.objectKey());
        if (known != null && isOfAnotherFile(known, file)) {
            footers.asMap().remove(file.objectKey(), known);
        }
        return SharedFetch.of(
                footers, file.objectKey(), key -> CompletableFuture.supplyAsync(() -> read(file), readers));
    }

    /** Leaves a block out from now on, for a while: its pages are not what its footer says. */
    void setAside(ListedBlockFile file, CorruptBlockException damage) {
        quarantine.setAside(file, damage);
        onDamage.accept(file.block());
        footers.asMap().remove(file.objectKey());
    }

    /** Blocks are never written twice; but a person may put a sound one in place of a damaged one. */
    private static boolean isOfAnotherFile(CompletableFuture<BlockFooter> known, ListedBlockFile file) {
        return known.isDone()
                && !known.isCompletedExceptionally()
                && known.join().fileBytes() != file.sizeBytes();
    }

    private BlockFooter read(ListedBlockFile file) {
        try {
            return BlockFooter.read(file);
        } catch (CorruptBlockException e) {
            quarantine.setAside(file, e);
            onDamage.accept(file.block());
            throw new CompletionException(e);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
