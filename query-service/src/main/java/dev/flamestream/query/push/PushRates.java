package dev.flamestream.query.push;

import dev.flamestream.engine.limits.Limit;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.engine.limits.TokenBucket;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Holds tenants to their rates at this door. Thread-safe. */
final class PushRates {
    /** Whose bucket is forgotten has a full one. */
    private static final int MAX_TENANTS = 10_000;

    private final Clock clock;
    private final Map<String, TokenBucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
            return size() > MAX_TENANTS;
        }
    };

    PushRates(Clock clock) {
        this.clock = clock;
    }

    /** Takes so many bytes from a tenant's bucket, if it is not ahead of its rate. */
    synchronized boolean take(String tenant, TenantLimits limits, long bytes) {
        long perSecond = limits.get(Limit.INGESTION_RATE_MB);
        if (perSecond == 0) {
            return true;
        }
        long burst = limits.get(Limit.INGESTION_BURST_SIZE_MB);
        long now = clock.millis();
        return buckets.computeIfAbsent(tenant, name -> new TokenBucket(burst, now))
                .take(bytes, (double) perSecond, burst, now);
    }
}
