package dev.flamestream.job.intake;

import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.job.route.PlannerLink;
import dev.flamestream.job.route.Routes;
import dev.flamestream.job.tenant.RejectMetrics;
import dev.flamestream.job.tenant.TenantBytes;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** The router's metrics, all of them; {@code docs/metrics-job.md} is the table. */
public final class RouterMetrics {
    private final Counter records;
    private final Counter bytes;
    private final Counter sampledOut;
    private final RejectMetrics rejected;
    private final TenantBytes byTenant;

    /** Registers them with an operator. */
    public RouterMetrics(MetricGroup group, Routes routes, PlannerLink planner, PolicyWatch policies) {
        this.records = group.counter("intake_records_total");
        this.bytes = group.counter("intake_bytes_total");
        group.<Integer, Gauge<Integer>>gauge("routes_wide_tenants", routes::wideTenants);
        group.<Integer, Gauge<Integer>>gauge("routes_spread_services", routes::spreadServices);
        group.<Long, Gauge<Long>>gauge("routes_unmeasured_profiles", routes::unmeasured);
        group.<Long, Gauge<Long>>gauge("routes_planner_failures", planner::failures);
        group.<Integer, Gauge<Integer>>gauge("limits_file_faulty", () -> policies.isFaulty() ? 1 : 0);
        this.sampledOut = group.counter("intake_sampled_out_records_total");
        this.rejected = new RejectMetrics(group);
        this.byTenant = new TenantBytes(group);
    }

    /** A record of a tenant came, whatever becomes of it. */
    public void read(String tenant, int valueBytes) {
        records.inc();
        bytes.inc(valueBytes);
        byTenant.count(tenant, valueBytes);
    }

    /** One was refused, or dropped by its tenant's relabelling. */
    public void rejected(String tenant, RejectReason reason) {
        rejected.count(tenant, reason);
    }

    /** One was not kept, and others count for it. */
    void sampledOut() {
        sampledOut.inc();
    }
}
