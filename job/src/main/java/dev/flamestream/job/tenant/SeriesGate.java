package dev.flamestream.job.tenant;

import dev.flamestream.engine.limits.Limit;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.schemas.record.Labels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Holds tenants to their numbers of series: each partition of the topic gives a tenant an equal part, as {@link RateGate} does. A
 * series counts until it has sent nothing for ten to twenty minutes, so that pods may come and go.
 *
 * <p>Time is that of the records in Kafka. Nothing is remembered over a restart: the first series to come are then those that stay.
 * Only tenants with a limit take memory, and no more than their limit's worth of hashes. Not thread-safe.
 */
public final class SeriesGate {
    /** How long a series is sure to count. */
    static final long ACTIVE_MILLIS = 600_000;

    private final IntSupplier partitions;
    private final Map<Source, Active> active = new HashMap<>();
    private long newestPeriod = Long.MIN_VALUE;

    private record Source(String tenant, int partition) {}

    /** The hashes of a source's series: those seen in its newest period, and those seen last in the one before. */
    private static final class Active {
        private long period;
        private Set<Long> now = new HashSet<>();
        private Set<Long> before = new HashSet<>();

        Active(long period) {
            this.period = period;
        }

        /** Appending times may go back a little; a period never does. */
        void turnTo(long newer) {
            if (newer > period) {
                before = newer == period + 1 ? now : new HashSet<>();
                now = new HashSet<>();
                period = newer;
            }
        }

        boolean take(long series, long max) {
            if (now.contains(series)) {
                return true;
            }
            boolean isKnown = before.remove(series);
            return (isKnown || now.size() + before.size() < max) && now.add(series);
        }
    }

    /** @param partitions of the topic; 0 while nobody knows, and then nobody is refused */
    public SeriesGate(IntSupplier partitions) {
        this.partitions = partitions;
    }

    /**
     * Takes note of a series, or says why it is one too many.
     *
     * @param appendMillis when Kafka had the record
     */
    public Optional<Rejection> check(
            String tenant, TenantLimits limits, int partition, long appendMillis, Labels series) {
        long max = limits.get(Limit.MAX_GLOBAL_SERIES_PER_TENANT);
        int parts = max == 0 ? 0 : partitions.getAsInt();
        if (parts == 0) {
            return Optional.empty();
        }
        long period = Math.floorDiv(appendMillis, ACTIVE_MILLIS);
        forgetBefore(period);
        Active found = active.computeIfAbsent(new Source(tenant, partition), source -> new Active(period));
        found.turnTo(period);
        long part = (max + parts - 1) / parts;
        if (found.take(series.hash(), part)) {
            return Optional.empty();
        }
        return Optional.of(new Rejection(
                RejectReason.SERIES_LIMIT,
                "partition " + partition + ", one of " + parts + ", has " + part
                        + " series of it already and this is a new one: the limit "
                        + Limit.MAX_GLOBAL_SERIES_PER_TENANT.key() + " of tenant " + tenant + " is " + max));
    }

    /** Tenants that send nothing any more leave nothing behind. */
    private void forgetBefore(long period) {
        if (period > newestPeriod) {
            newestPeriod = period;
            active.values().removeIf(each -> each.period < period - 1);
        }
    }

    /** Series that count now, of all tenants. */
    long activeCount() {
        return active.values().stream()
                .mapToLong(each -> each.now.size() + each.before.size())
                .sum();
    }
}
