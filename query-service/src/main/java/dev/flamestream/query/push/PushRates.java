package dev.flamestream.query.push;

import dev.flamestream.engine.limits.Limit;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.engine.limits.TokenBuckets;
import java.time.Clock;

/** Holds tenants to their rates at this door. Thread-safe. */
final class PushRates {
    private final Clock clock;
    private final TokenBuckets<String> buckets = new TokenBuckets<>();

    PushRates(Clock clock) {
        this.clock = clock;
    }

    /** Takes so many bytes from a tenant's bucket, if it is not ahead of its rate. */
    synchronized boolean take(String tenant, TenantLimits limits, long bytes) {
        long perSecond = limits.get(Limit.INGESTION_RATE_MB);
        long burst = limits.get(Limit.INGESTION_BURST_SIZE_MB);
        return perSecond == 0 || buckets.take(tenant, bytes, (double) perSecond, burst, clock.millis());
    }
}
