package dev.flamestream.job.tenant;

import dev.flamestream.engine.profile.RejectReason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** Refused records, by reason from the start, and by tenant and reason as they come. Not thread-safe. */
public final class RejectMetrics {
    /** Tenants' names come from outside: past so many of them the rest are counted together. */
    private static final int MAX_COUNTERS = 2_000;

    private static final String OTHERS = "(others)";

    private final MetricGroup group;
    private final Map<RejectReason, Counter> byReason = new EnumMap<>(RejectReason.class);
    private final Map<String, Map<RejectReason, Counter>> byTenant = new HashMap<>();
    private int counters;

    /** Registers them with an operator. */
    public RejectMetrics(MetricGroup group) {
        this.group = group;
        for (RejectReason reason : RejectReason.values()) {
            byReason.put(reason, group.addGroup("reason", reason.wireName()).counter("intake_rejected_records_total"));
        }
    }

    /** One was refused, or dropped by a tenant's own rules. */
    public void count(String tenant, RejectReason reason) {
        @Nullable Counter counter = byReason.get(reason);
        if (counter != null) {
            counter.inc();
        }
        ofTenant(tenant, reason).inc();
    }

    private Counter ofTenant(String tenant, RejectReason reason) {
        Counter known = byTenant.getOrDefault(tenant, Map.of()).get(reason);
        if (known != null) {
            return known;
        }
        if (counters >= MAX_COUNTERS && !tenant.equals(OTHERS)) {
            return ofTenant(OTHERS, reason);
        }
        counters++;
        Counter made = group.addGroup("reason", reason.wireName())
                .addGroup("tenant", tenant)
                .counter("intake_rejected_tenant_records_total");
        byTenant.computeIfAbsent(tenant, ignored -> new EnumMap<>(RejectReason.class))
                .put(reason, made);
        return made;
    }
}
