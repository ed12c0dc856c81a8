package dev.flamestream.job.tenant;

import dev.flamestream.engine.limits.Limit;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.engine.limits.TokenBuckets;
import dev.flamestream.engine.profile.PprofSize;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Holds tenants to their rates: each partition of the topic gives a tenant an equal part of its own, so that neither the number of
 * slots nor how they share the partitions matters.
 *
 * <p>Time is that of the records in Kafka. What waited there while the job was away, or is read once more after a crash, comes faster
 * than it was sent; by the clock it would be refused. Not thread-safe.
 */
public final class RateGate {
    private final IntSupplier partitions;
    private final TokenBuckets<Source> buckets = new TokenBuckets<>();

    private record Source(String tenant, int partition) {}

    /** @param partitions of the topic; 0 while nobody knows, and then nobody is refused */
    public RateGate(IntSupplier partitions) {
        this.partitions = partitions;
    }

    /**
     * Takes a profile's bytes from its tenant's bucket, or says why not.
     *
     * @param appendMillis when Kafka had the record
     */
    public Optional<Rejection> check(
            String tenant, TenantLimits limits, int partition, long appendMillis, byte[] value) {
        long perSecond = limits.get(Limit.INGESTION_RATE_MB);
        int parts = perSecond == 0 ? 0 : partitions.getAsInt();
        if (parts == 0) {
            return Optional.empty();
        }
        long burst = Math.max(1, limits.get(Limit.INGESTION_BURST_SIZE_MB) / parts);
        long bytes = PprofSize.peek(value);
        Source source = new Source(tenant, partition);
        if (buckets.take(source, bytes, (double) perSecond / parts, burst, appendMillis)) {
            return Optional.empty();
        }
        return Optional.of(new Rejection(
                RejectReason.RATE_LIMITED,
                "partition " + partition + ", one of " + parts + ", has no room for " + bytes
                        + " bytes: the limit ingestion_rate_mb of tenant " + tenant + " is "
                        + Limit.INGESTION_RATE_MB.format(perSecond) + " MB a second of profiles without gzip, with "
                        + Limit.INGESTION_BURST_SIZE_MB.format(limits.get(Limit.INGESTION_BURST_SIZE_MB))
                        + " MB (ingestion_burst_size_mb) at once"));
    }
}
