package dev.flamestream.query.blocks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.query.QueryMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks that were found damaged: they are not read again for a while, and then tried once more, should they have been put in
 * order by hand. A block that has another size since is another one and is read at once.
 *
 * <p>The whole block is set aside, whichever part of it is damaged: what was wrong in one place is not trusted in others, and
 * its cuts are no longer listed, so that heads that still hold them are in the answers again. Each block is counted and logged
 * once each time that it is set aside, not once a query. Thread-safe.
 */
final class Quarantine {
    /** Short enough for whoever has just restored a block, long enough that a broken one costs next to nothing. */
    static final Duration RETRY_AFTER = Duration.ofMinutes(10);

    /** A store with more damaged blocks has other problems; then the ones that were set aside first are tried again early. */
    private static final int MAX_BLOCKS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Quarantine.class);

    private final QueryMetrics metrics;
    private final Cache<String, Damaged> blocks;

    private record Damaged(long sizeBytes, CorruptBlockException damage) {}

    Quarantine(Ticker ticker, QueryMetrics metrics) {
        this.metrics = metrics;
        this.blocks = Caffeine.newBuilder()
                .expireAfterWrite(RETRY_AFTER)
                .maximumSize(MAX_BLOCKS)
                .ticker(ticker)
                .build();
        metrics.gauge(QueryMetrics.Size.QUARANTINED_BLOCKS, blocks, cache -> {
            cache.cleanUp();
            return cache.estimatedSize();
        });
    }

    /** What is wrong with a block that is set aside; nothing if it may be read. */
    Optional<CorruptBlockException> damageOf(BlockFile file) {
        return Optional.ofNullable(blocks.getIfPresent(file.objectKey()))
                .filter(damaged -> damaged.sizeBytes == file.sizeBytes())
                .map(Damaged::damage);
    }

    /** Sets a block aside. */
    void setAside(BlockFile file, CorruptBlockException damage) {
        AtomicBoolean isNew = new AtomicBoolean();
        blocks.asMap().compute(file.objectKey(), (key, known) -> {
            if (known != null && known.sizeBytes == file.sizeBytes()) {
                return known;
            }
            isNew.set(true);
            return new Damaged(file.sizeBytes(), damage);
        });
        if (isNew.get()) {
            metrics.corruptBlock();
            log.atError()
                    .addKeyValue("objectKey", file.objectKey())
                    .addKeyValue("error", damage.getMessage())
                    .log("block is damaged and is left out of answers");
        }
    }
}
