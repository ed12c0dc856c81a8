package dev.flamestream.job.series;

import dev.flamestream.job.intake.DropReason;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** The metrics of records' ids, all of them; {@code docs/metrics-job.md} is the table, with what to do when they rise. */
public final class IdMetrics {
    private final Counter repeated;
    private final Counter stateReads;
    private final Counter damaged;

    /** Registers them with an operator. */
    public IdMetrics(MetricGroup group, LongSupplier cachedSeries, LongSupplier cachedBytes) {
        this.repeated = group.addGroup("reason", DropReason.REPEATED.label()).counter("intake_dropped_records_total");
        this.stateReads = group.counter("ids_state_reads_total");
        this.damaged = group.counter("ids_damaged_total");
        group.gauge("ids_cached", cachedSeries::getAsLong);
        group.gauge("ids_cached_bytes", cachedBytes::getAsLong);
    }

    /** A record was dropped whose id was taken before. */
    public void repeated() {
        repeated.inc();
    }

    void stateRead() {
        stateReads.inc();
    }

    void damaged() {
        damaged.inc();
    }
}
