package dev.flamestream.job.series;

import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.repeat.RecentIds;
import dev.flamestream.engine.repeat.RecordId;
import dev.flamestream.job.intake.IntakeRecord;
import java.util.List;
import java.util.Optional;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ids of each series' newest records in state, so that a record that comes again is known.
 *
 * <p>An id is known for the retention, in the time of Kafka's log, and as one of the {@link RecentIds#MAX_IDS} newest of its
 * series. It is remembered once the profile stands in its head: a refused record may come again. State and heads are of one
 * checkpoint, so what is replayed from Kafka is no repeat.
 */
public final class SeriesIds {
    /** The state's name in checkpoints. */
    static final String STATE = "ids";

    /** A log is written anew when most of it is about ids that are forgotten. */
    private static final int MAX_STALE_ELEMENTS = 64;

    private static final Logger log = LoggerFactory.getLogger(SeriesIds.class);

    private final SeriesState state;
    private final LogClock clock;
    private final long retentionMillis;
    private final SeriesCache<Known> cache;
    private final IdMetrics metrics;

    SeriesIds(SeriesState state, LogClock clock, SeriesSettings settings, MetricGroup group) {
        this.state = state;
        this.clock = clock;
        this.retentionMillis = settings.retention().toMillis();
        this.cache = new SeriesCache<>(settings.maxCachedBytes());
        this.metrics = new IdMetrics(group, cache::count, cache::totalBytes);
    }

    /** The ids of a series, and how many elements its log has. */
    private static final class Known {
        private final RecentIds ids;
        private int elements;

        Known(RecentIds ids, int elements) {
            this.ids = ids;
            this.elements = elements;
        }
    }

    /** Whether a record with an id is one that was taken; counted if so. */
    public boolean isRepeat(IntakeRecord intake, Arrival arrival) throws Exception {
        if (arrival.id().isEmpty()) {
            return false;
        }
        long oldestMillis = appendMillis(intake) - retentionMillis;
        boolean isRepeat = known(key(intake, arrival)).ids.has(RecordId.of(arrival.id()), oldestMillis);
        if (isRepeat) {
            metrics.repeated();
        }
        return isRepeat;
    }

    /** Remembers the id of a record that was taken, if it has one. */
    public void remember(IntakeRecord intake, Arrival arrival) throws Exception {
        if (arrival.id().isEmpty()) {
            return;
        }
        HeadKey key = key(intake, arrival);
        long appendMillis = appendMillis(intake);
        Known known = known(key);
        boolean isNew = known.elements == 0;
        RecordId id = RecordId.of(arrival.id());
        known.ids.add(id, appendMillis, appendMillis - retentionMillis);
        if (known.elements > 2 * known.ids.count() + MAX_STALE_ELEMENTS) {
            List<byte[]> elements = known.ids.elements();
            state.replace(key, elements);
            known.elements = elements.size();
        } else {
            state.add(key, RecentIds.element(id, appendMillis));
            known.elements++;
        }
        cache.put(key, known, known.ids.sizeBytes());
        if (isNew) {
            state.lookAfter(key, retentionMillis + 1);
        }
    }

    /** A timer of a series: forgets its ids, or looks again later. */
    void onTimer(HeadKey key) throws Exception {
        Known known = known(key);
        if (known.ids.newestMillis() < clock.newestMillis() - retentionMillis) {
            cache.remove(key);
            state.clear(key);
        } else {
            state.lookAfter(key, retentionMillis + 1);
        }
    }

    private static HeadKey key(IntakeRecord intake, Arrival arrival) {
        return HeadKey.series(intake.headKey(), arrival.labels().hash(), intake.sinceMillis());
    }

    private static long appendMillis(IntakeRecord intake) {
        return intake.record().origin().timestampMillis();
    }

    private Known known(HeadKey key) throws Exception {
        @Nullable Known cached = cache.find(key);
        if (cached != null) {
            return cached;
        }
        metrics.stateRead();
        List<byte[]> elements = state.read(key);
        Optional<RecentIds> ids = RecentIds.replay(elements);
        if (ids.isEmpty()) {
            log.error(
                    "ids of a series are damaged and begin anew tenant=\"{}\" seriesHash=\"{}\"",
                    key.tenant(),
                    Long.toHexString(key.labelHash()));
            metrics.damaged();
            state.clear(key);
        }
        Known known = new Known(ids.orElseGet(RecentIds::new), ids.isEmpty() ? 0 : elements.size());
        cache.put(key, known, known.ids.sizeBytes());
        return known;
    }
}
