package dev.flamestream.engine.limits;

import java.util.LinkedHashMap;
import java.util.Map;

/** A bucket for each of many. Whose was used longest ago is forgotten where there are too many, and is then full. Not thread-safe. */
public final class TokenBuckets<K> {
    /** A thousand busy tenants in ten partitions of a slot. */
    private static final int MAX_BUCKETS = 10_000;

    private final Map<K, TokenBucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, TokenBucket> eldest) {
            return size() > MAX_BUCKETS;
        }
    };

    /** Takes an amount from somebody's bucket, as {@link TokenBucket#take} does. */
    public boolean take(K whose, long amount, double perSecond, long burst, long nowMillis) {
        return buckets.computeIfAbsent(whose, ignored -> new TokenBucket(burst, nowMillis))
                .take(amount, perSecond, burst, nowMillis);
    }
}
