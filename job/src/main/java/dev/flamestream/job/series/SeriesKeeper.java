package dev.flamestream.job.series;

import dev.flamestream.engine.head.HeadKey;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;

/** What the head operator keeps of single series, with the timers that end it. */
public final class SeriesKeeper {
    private final LogClock clock = new LogClock();
    private final SeriesDeltas deltas;
    private final SeriesIds ids;

    /** Gives the operator's timer service of a name. */
    public interface Timers {
        /** The service, whose timers go to the target. */
        InternalTimerService<VoidNamespace> of(String name, Triggerable<HeadKey, VoidNamespace> target);
    }

    private interface Look {
        void at(HeadKey key) throws Exception;
    }

    private record OnTimer(Look look) implements Triggerable<HeadKey, VoidNamespace> {
        @Override
        public void onProcessingTime(InternalTimer<HeadKey, VoidNamespace> timer) throws Exception {
            look.at(timer.getKey());
        }

        @Override
        public void onEventTime(InternalTimer<HeadKey, VoidNamespace> timer) {
            throw new IllegalStateException("series have no event-time timers");
        }
    }

    /** Opens the states. */
    public SeriesKeeper(KeyedStateBackend<Object> backend, Timers timers, SeriesSettings settings, MetricGroup group)
            throws Exception {
        SeriesState ofDeltas = new SeriesState(
                backend, SeriesDeltas.STATE, timers.of("series-cumulative", new OnTimer(key -> deltas().onTimer(key))));
        this.deltas = new SeriesDeltas(ofDeltas, clock, settings, group);
        SeriesState ofIds = new SeriesState(
                backend, SeriesIds.STATE, timers.of("series-ids", new OnTimer(key -> ids().onTimer(key))));
        this.ids = new SeriesIds(ofIds, clock, settings, group);
    }

    /** A record was read that was appended to Kafka's log at a time. */
    public void read(long appendMillis) {
        clock.read(appendMillis);
    }

    /** The newest values of cumulative series. */
    public SeriesDeltas deltas() {
        return deltas;
    }

    /** The newest ids. */
    public SeriesIds ids() {
        return ids;
    }
}
