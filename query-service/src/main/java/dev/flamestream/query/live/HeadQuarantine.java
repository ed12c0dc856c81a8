package dev.flamestream.query.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.flamestream.engine.head.CorruptHeadException;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.query.QueryMetrics;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live heads that were found damaged, and are not asked for again for a while: each would be some MiB of state to read and to
 * decode, for nothing, at every query. Each is counted and logged once each time that it is set aside. Thread-safe.
 */
final class HeadQuarantine {
    /** A head lives for some minutes, and a job that was restored has sound ones at once. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    /** As many heads as a query may read. */
    private static final int MAX_HEADS = 2_000;

    private static final Logger log = LoggerFactory.getLogger(HeadQuarantine.class);

    private final QueryMetrics metrics;
    private final Cache<HeadKey, CorruptHeadException> heads;

    HeadQuarantine(Ticker ticker, QueryMetrics metrics) {
        this.metrics = metrics;
        this.heads = Caffeine.newBuilder()
                .expireAfterWrite(RETRY_AFTER)
                .maximumSize(MAX_HEADS)
                .ticker(ticker)
                .build();
    }

    /** What is wrong with a head that is set aside; nothing if it may be read. */
    Optional<CorruptHeadException> damageOf(HeadKey key) {
        return Optional.ofNullable(heads.getIfPresent(key));
    }

    /** Sets a head aside. */
    void setAside(HeadKey key, CorruptHeadException damage) {
        if (heads.asMap().putIfAbsent(key, damage) == null) {
            metrics.corruptHead();
            log.atError()
                    .addKeyValue("tenant", key.tenant())
                    .addKeyValue("error", String.valueOf(damage.getMessage()))
                    .log("live head is damaged and is left out of answers");
        }
    }
}
