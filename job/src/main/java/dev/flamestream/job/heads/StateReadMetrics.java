package dev.flamestream.job.heads;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** What readers of a slot's published state cost; counted by the threads that serve them. Thread-safe. */
final class StateReadMetrics {
    private final Counter reads;
    private final Counter refused;
    private final Counter bytes;
    private final Counter micros;

    StateReadMetrics(MetricGroup group) {
        this.reads = group.counter("state_reads_total", new ThreadSafeSimpleCounter());
        this.refused = group.counter("state_reads_refused_total", new ThreadSafeSimpleCounter());
        this.bytes = group.counter("state_read_bytes_total", new ThreadSafeSimpleCounter());
        this.micros = group.counter("state_read_micros_total", new ThreadSafeSimpleCounter());
    }

    /** A read was answered. */
    void answered(int valueBytes, long nanos) {
        reads.inc();
        bytes.inc(valueBytes);
        micros.inc(nanos / 1_000);
    }

    /** A read came while the task closes. */
    void refused() {
        refused.inc();
    }
}
