package dev.flamestream.job.heads;

import dev.flamestream.engine.profile.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * The head operator's metrics, all of them.
 *
 * <table>
 *   <caption>What they are, and what to do when they rise</caption>
 *   <tr><td>heads_appended_profiles_total</td><td>profiles taken into a head; watch that it follows the topic</td></tr>
 *   <tr><td>heads_appended_bytes_total</td><td>bytes of log they made; the state's growth</td></tr>
 *   <tr><td>intake_rejected_records_total{reason}</td><td>records refused; read the rejected topic's header detail</td></tr>
 *   <tr><td>heads_cuts_total{reason}</td><td>cuts; many of reason size mean that windows are too long for the load</td></tr>
 *   <tr><td>heads_handing_over</td><td>cuts that wait for their block; a rise means that checkpoints do not complete</td></tr>
 *   <tr><td>heads_cached, heads_cached_bytes</td><td>indexes in memory; at the bound, heads are rebuilt from state often</td></tr>
 *   <tr><td>heads_replays_total</td><td>such rebuilds</td></tr>
 * </table>
 */
final class HeadMetrics {
    private final Counter appendedProfiles;
    private final Counter appendedBytes;
    private final Counter replays;
    private final Map<RejectReason, Counter> rejected = new EnumMap<>(RejectReason.class);
    private final Map<CutReason, Counter> cuts = new EnumMap<>(CutReason.class);
    private long handingOver;

    HeadMetrics(MetricGroup group, OpenHeads heads) {
        this.appendedProfiles = group.counter("heads_appended_profiles_total");
        this.appendedBytes = group.counter("heads_appended_bytes_total");
        this.replays = group.counter("heads_replays_total");
        for (RejectReason reason : RejectReason.values()) {
            rejected.put(reason, group.addGroup("reason", reason.wireName()).counter("intake_rejected_records_total"));
        }
        for (CutReason reason : CutReason.values()) {
            cuts.put(reason, group.addGroup("reason", reason.label()).counter("heads_cuts_total"));
        }
        group.gauge("heads_handing_over", () -> handingOver);
        group.gauge("heads_cached", heads::count);
        group.gauge("heads_cached_bytes", heads::totalBytes);
    }

    void appended(int elementBytes) {
        appendedProfiles.inc();
        appendedBytes.inc(elementBytes);
    }

    void replayed() {
        replays.inc();
    }

    void rejected(RejectReason reason) {
        count(rejected.get(reason));
    }

    void cut(CutReason reason) {
        count(cuts.get(reason));
        handingOver++;
    }

    void handedOver() {
        handingOver--;
    }

    private static void count(@Nullable Counter counter) {
        if (counter != null) {
            counter.inc();
        }
    }
}
