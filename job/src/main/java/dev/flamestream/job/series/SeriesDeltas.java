package dev.flamestream.job.series;

import dev.flamestream.engine.delta.CorruptDeltaException;
import dev.flamestream.engine.delta.CumulativeSeries;
import dev.flamestream.engine.delta.CumulativeTypes;
import dev.flamestream.engine.delta.Differences;
import dev.flamestream.engine.delta.SeriesStep;
import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.schemas.record.Labels;
import java.util.List;
import java.util.Optional;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest values of each cumulative series in state.
 *
 * <p>The state and the heads are of one checkpoint, so that what is replayed from Kafka is compared with what it was compared with
 * before. A profile is asked for with {@link #find}, and what it did is kept with {@link #keep} once it stands in its head; else {@link
 * #discard} forgets what memory has of the series.
 *
 * <p>A series is forgotten when the log has gone on for the retention without a profile of it. That is looked at when one comes;
 * timers only free the space, and come later.
 */
public final class SeriesDeltas {
    /** The state's name in checkpoints. */
    static final String STATE = "cumulative";

    private static final Logger log = LoggerFactory.getLogger(SeriesDeltas.class);

    private final SeriesState state;
    private final LogClock clock;
    private final long retentionMillis;
    private final SeriesCache<CumulativeSeries> cache;
    private final DeltaMetrics metrics;

    SeriesDeltas(SeriesState state, LogClock clock, SeriesSettings settings, MetricGroup group) {
        this.state = state;
        this.clock = clock;
        this.retentionMillis = settings.retention().toMillis();
        this.cache = new SeriesCache<>(settings.maxCachedBytes());
        this.metrics = new DeltaMetrics(group, cache::count, cache::totalBytes);
    }

    /** What is known of a profile's series; empty if none of its types is cumulative, and then no state is touched. */
    public Optional<SeriesDelta> find(IntakeRecord intake, FlatProfile profile, Arrival arrival) throws Exception {
        int[] types = CumulativeTypes.of(profile, arrival.labels());
        if (types.length == 0) {
            return Optional.empty();
        }
        Labels labels = arrival.namedLabels(profile);
        long appendMillis = intake.record().origin().timestampMillis();
        HeadKey key = HeadKey.series(intake.headKey(), labels.hash(), intake.sinceMillis());
        CumulativeSeries series = cache.find(key);
        boolean isNew = false;
        if (series == null) {
            List<byte[]> elements = read(key);
            isNew = elements.isEmpty();
            series = replayed(key, elements);
        }
        boolean isOver = series != null && appendMillis - series.appendMillis() > retentionMillis;
        Differences.Origin origin = new Differences.Origin(labels, arrival.timeMillis(), appendMillis);
        return Optional.of(new SeriesDelta(key, isNew, types, origin, isOver ? null : series));
    }

    /** Keeps what a profile did to its series. */
    public void keep(SeriesDelta delta) throws Exception {
        SeriesStep step = delta.step();
        metrics.counted(step.outcome(), step.element().length);
        cache.put(delta.key, step.series(), step.series().sizeBytes());
        if (step.isBase()) {
            state.replace(delta.key, List.of(step.element()));
        } else if (step.element().length > 0) {
            state.add(delta.key, step.element());
        }
        if (delta.isNew) {
            state.lookAfter(delta.key, retentionMillis + 1);
        }
    }

    /** Forgets what memory has of a series whose profile was not kept; the state is as it was. */
    public void discard(SeriesDelta delta) {
        cache.remove(delta.key);
    }

    /** A timer of a series: forgets it, or looks again later. */
    void onTimer(HeadKey key) throws Exception {
        CumulativeSeries series = cache.find(key);
        if (series == null) {
            series = replayed(key, read(key));
        }
        if (series == null || series.appendMillis() < clock.newestMillis() - retentionMillis) {
            cache.remove(key);
            state.clear(key);
            metrics.forgotten();
        } else {
            state.lookAfter(key, retentionMillis + 1);
        }
    }

    private List<byte[]> read(HeadKey key) throws Exception {
        metrics.stateRead();
        return state.read(key);
    }

    /** The series of a log; one that is damaged begins anew, which is said aloud, since thrown on it would stop the job for good. */
    private @Nullable CumulativeSeries replayed(HeadKey key, List<byte[]> elements) {
        try {
            return elements.isEmpty() ? null : CumulativeSeries.replay(elements);
        } catch (CorruptDeltaException damage) {
            log.error(
                    "cumulative series is damaged and begins anew tenant=\"{}\" seriesHash=\"{}\"",
                    key.tenant(),
                    Long.toHexString(key.labelHash()),
                    damage);
            metrics.damaged();
            return null;
        }
    }
}
