package dev.flamestream.job.replica;

import dev.flamestream.job.intake.DropReason;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** The election's metrics, all of them; {@code docs/metrics-job.md} is the table, with what to do when they rise. */
public final class ReplicaMetrics {
    private final Counter dropped;
    private final Counter switches;

    /** Registers them with an operator. */
    public ReplicaMetrics(MetricGroup group) {
        this.dropped = group.addGroup("reason", DropReason.REPLICATED.label()).counter("intake_dropped_records_total");
        this.switches = group.counter("replicas_switches_total");
    }

    /** A record was dropped whose replica is not elected. */
    public void dropped() {
        dropped.inc();
    }

    void switched() {
        switches.inc();
    }
}
