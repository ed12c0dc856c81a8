package dev.flamestream.job.series;

import dev.flamestream.engine.delta.DeltaOutcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** The metrics of cumulative series, all of them; {@code docs/metrics-job.md} is the table, with what to do when they rise. */
public final class DeltaMetrics {
    private final Map<DeltaOutcome, Counter> profiles = new EnumMap<>(DeltaOutcome.class);
    private final Counter stateReads;
    private final Counter stateBytes;
    private final Counter forgotten;
    private final Counter damaged;

    /** Registers them with an operator. */
    public DeltaMetrics(MetricGroup group, LongSupplier cachedSeries, LongSupplier cachedBytes) {
        for (DeltaOutcome outcome : DeltaOutcome.values()) {
            profiles.put(outcome, group.addGroup("outcome", outcome.label()).counter("deltas_profiles_total"));
        }
        this.stateReads = group.counter("deltas_state_reads_total");
        this.stateBytes = group.counter("deltas_state_bytes_total");
        this.forgotten = group.counter("deltas_forgotten_total");
        this.damaged = group.counter("deltas_damaged_total");
        group.gauge("deltas_cached", cachedSeries::getAsLong);
        group.gauge("deltas_cached_bytes", cachedBytes::getAsLong);
    }

    /** A profile was counted, and kept as so many bytes of state. */
    public void counted(DeltaOutcome outcome, int elementBytes) {
        @Nullable Counter counter = profiles.get(outcome);
        if (counter != null) {
            counter.inc();
        }
        stateBytes.inc(elementBytes);
    }

    void stateRead() {
        stateReads.inc();
    }

    void forgotten() {
        forgotten.inc();
    }

    void damaged() {
        damaged.inc();
    }
}
