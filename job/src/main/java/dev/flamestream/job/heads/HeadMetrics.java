package dev.flamestream.job.heads;

import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.job.tenant.RejectMetrics;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * The head operator's metrics, all of them but those of its readers, {@link StateReadMetrics}. {@code docs/metrics-job.md} is the
 * table, with what to do when they rise; a test compares the two.
 */
final class HeadMetrics {
    /** Values that a histogram's quantiles are of: the last minutes of a busy slot. */
    private static final int HISTOGRAM_WINDOW = 1_000;

    private static final long NANOS_OF_MICRO = 1_000;
    private static final long NANOS_OF_MILLI = 1_000_000;

    private final Counter appendedProfiles;
    private final Counter appendedBytes;
    private final Counter foldedSeries;
    private final Counter intakeBytes;
    private final Counter cutProfiles;
    private final Counter cutBytes;
    private final Counter setAside;
    private final Counter cacheHits;
    private final Counter replays;
    private final Histogram decodeMicros;
    private final Histogram appendMicros;
    private final Histogram replayMicros;
    private final Histogram buildMillis;
    private final Histogram commitMillis;
    private final RejectMetrics rejected;
    private final Map<CutReason, Counter> cuts = new EnumMap<>(CutReason.class);
    private volatile long live;
    private volatile long handingOver;
    private volatile long unbuilt;

    HeadMetrics(MetricGroup group, OpenHeads heads, LiveLogs logs) {
        this.appendedProfiles = group.counter("heads_appended_profiles_total");
        this.appendedBytes = group.counter("heads_appended_bytes_total");
        this.foldedSeries = group.counter("heads_folded_series_total");
        this.intakeBytes = group.counter("heads_decoded_bytes_total");
        this.cutProfiles = group.counter("heads_cut_profiles_total");
        this.cutBytes = group.counter("heads_cut_bytes_total");
        this.setAside = group.counter("heads_set_aside_total");
        this.cacheHits = group.counter("heads_cache_hits_total");
        this.replays = group.counter("heads_replays_total");
        this.decodeMicros = histogram(group, "heads_decode_micros");
        this.appendMicros = histogram(group, "heads_append_micros");
        this.replayMicros = histogram(group, "heads_replay_micros");
        this.buildMillis = histogram(group, "heads_block_millis");
        this.commitMillis = histogram(group, "heads_commit_millis");
        this.rejected = new RejectMetrics(group);
        for (CutReason reason : CutReason.values()) {
            cuts.put(reason, group.addGroup("reason", reason.label()).counter("heads_cuts_total"));
        }
        group.gauge("heads_live", () -> live);
        group.gauge("heads_log_bytes", logs::bytes);
        group.gauge("heads_handing_over", () -> handingOver);
        group.gauge("heads_unbuilt", () -> unbuilt);
        group.gauge("heads_oldest_wait_millis", () -> logs.oldestWaitMillis(System.currentTimeMillis()));
        group.gauge("heads_cached", heads::count);
        group.gauge("heads_cached_bytes", heads::totalBytes);
        group.gauge("heads_evictions", heads::evictions);
    }

    private static Histogram histogram(MetricGroup group, String name) {
        return group.histogram(name, new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW));
    }

    /** Once, after a start: what the restored state holds. */
    void restored(long liveHeads, long waitingHeads) {
        live = liveHeads;
        handingOver = waitingHeads;
    }

    void decoded(int valueBytes, long nanos) {
        intakeBytes.inc(valueBytes);
        decodeMicros.update(nanos / NANOS_OF_MICRO);
    }

    void appended(int elementBytes, int foldedSeries, long nanos) {
        this.foldedSeries.inc(foldedSeries);
        appendedProfiles.inc();
        appendedBytes.inc(elementBytes);
        appendMicros.update(nanos / NANOS_OF_MICRO);
    }

    void foundInCache() {
        cacheHits.inc();
    }

    void replayed(long nanos) {
        replays.inc();
        replayMicros.update(nanos / NANOS_OF_MICRO);
    }

    void rejected(String tenant, RejectReason reason) {
        rejected.count(tenant, reason);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void opened() {
        live++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void closed() {
        live--;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void cut(CutReason reason) {
        count(cuts.get(reason));
        handingOver++;
    }

    /** Cuts that wait for their turn. */
    void unbuilt(int waitingCuts) {
        unbuilt = waitingCuts;
    }

    /** A cut has its turn. */
    void building(int profiles, long logBytes) {
        cutProfiles.inc(profiles);
        cutBytes.inc(logBytes);
    }

    /** A block is ready, or all its logs are set aside. */
    void built(long nanos, int logsSetAside) {
        buildMillis.update(nanos / NANOS_OF_MILLI);
        setAside(logsSetAside);
    }

    void setAside(int logs) {
        setAside.inc(logs);
    }

    /** A cut's block was seen to be committed; negative if it is not known how long that took. */
    void committed(long waitedMillis) {
        if (waitedMillis >= 0) {
            commitMillis.update(waitedMillis);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void handedOver() {
        handingOver--;
    }

    private static void count(@Nullable Counter counter) {
        if (counter != null) {
            counter.inc();
        }
    }
}
