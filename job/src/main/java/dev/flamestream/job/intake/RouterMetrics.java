package dev.flamestream.job.intake;

import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.job.route.PlannerLink;
import dev.flamestream.job.route.Routes;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** The router's metrics, all of them; {@code docs/metrics-job.md} is the table. */
public final class RouterMetrics {
    private final Counter records;
    private final Counter bytes;
    private final Map<RejectReason, Counter> rejected = new EnumMap<>(RejectReason.class);

    /** Registers them with an operator. */
    public RouterMetrics(MetricGroup group, Routes routes, PlannerLink planner) {
        this.records = group.counter("intake_records_total");
        this.bytes = group.counter("intake_bytes_total");
        group.<Integer, Gauge<Integer>>gauge("routes_wide_tenants", routes::wideTenants);
        group.<Integer, Gauge<Integer>>gauge("routes_spread_services", routes::spreadServices);
        group.<Long, Gauge<Long>>gauge("routes_unmeasured_profiles", routes::unmeasured);
        group.<Long, Gauge<Long>>gauge("routes_planner_failures", planner::failures);
        for (RejectReason reason : RejectReason.values()) {
            rejected.put(reason, group.addGroup("reason", reason.wireName()).counter("intake_rejected_records_total"));
        }
    }

    /** A record came. */
    void read(int valueBytes) {
        records.inc();
        bytes.inc(valueBytes);
    }

    /** One was refused. */
    public void rejected(RejectReason reason) {
        @Nullable Counter counter = rejected.get(reason);
        if (counter != null) {
            counter.inc();
        }
    }
}
