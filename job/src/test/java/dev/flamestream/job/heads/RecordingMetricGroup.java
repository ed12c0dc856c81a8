package dev.flamestream.job.heads;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Keeps what is registered with it, under the name that the Prometheus reporter makes of it behind the operator's scope. */
public final class RecordingMetricGroup extends UnregisteredMetricsGroup {
    private final Map<String, Metric> metrics;
    private final String scope;
    private final String suffix;

    /** An empty one. */
    public RecordingMetricGroup() {
        this(new TreeMap<>(), "", "");
    }

    private RecordingMetricGroup(Map<String, Metric> metrics, String scope, String suffix) {
        this.metrics = metrics;
        this.scope = scope;
        this.suffix = suffix;
    }

    /** What was registered, by name and, in braces, the value of its group's key. */
    public Map<String, Metric> metrics() {
        return metrics;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
        return new RecordingMetricGroup(metrics, scope + key + "_", "{" + key + "=" + value + "}");
    }

    @Override
    public Counter counter(String name) {
        return keep(name, super.counter(name));
    }

    @Override
    public <C extends Counter> C counter(String name, C counter) {
        return keep(name, counter);
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
        return keep(name, gauge);
    }

    @Override
    public <H extends Histogram> H histogram(String name, H histogram) {
        return keep(name, histogram);
    }

    private <M extends Metric> M keep(String name, M metric) {
        metrics.put(scope + name + suffix, metric);
        return metric;
    }
}
