package dev.flamestream.job.tenant;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** Bytes of the records that came, by tenant. Not thread-safe. */
public final class TenantBytes {
    /** Tenants' names come from outside: past so many of them the rest are counted together. */
    private static final int MAX_TENANTS = 1_000;

    private static final String OTHERS = "(others)";

    private final MetricGroup group;
    private final Map<String, Counter> byTenant = new HashMap<>();

    /** Counts for an operator. */
    public TenantBytes(MetricGroup group) {
        this.group = group;
    }

    /** A record of a tenant came. */
    public void count(String tenant, int bytes) {
        @Nullable Counter known = byTenant.get(tenant);
        if (known == null) {
            String counted = byTenant.size() < MAX_TENANTS ? tenant : OTHERS;
            known = byTenant.computeIfAbsent(
                    counted, added -> group.addGroup("tenant", added).counter("intake_tenant_bytes_total"));
        }
        known.inc(bytes);
    }
}
