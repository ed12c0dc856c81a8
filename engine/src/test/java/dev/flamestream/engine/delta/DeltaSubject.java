package dev.flamestream.engine.delta;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One series as the job keeps it: its log, and the series in memory until {@link #restart}. */
final class DeltaSubject implements AutoCloseable {
    private final PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT);
    private final Differences differences = new Differences();
    private final List<byte[]> log = new ArrayList<>();
    private @Nullable CumulativeSeries series;

    /** What came of a profile. The profile holds until the next. */
    record Taken(DeltaOutcome outcome, FlatProfile profile) {}

    Taken take(Labels labels, long timeMillis, byte[] file) {
        FlatProfile profile = decode(file);
        int[] types = CumulativeTypes.of(profile, labels);
        SeriesStep step = differences
                .take(series, profile, types, new Differences.Origin(labels, timeMillis, timeMillis + 1))
                .orElseThrow();
        series = step.series();
        if (step.isBase()) {
            log.clear();
        }
        if (step.element().length > 0) {
            log.add(step.element());
        }
        return new Taken(step.outcome(), profile);
    }

    FlatProfile decode(byte[] file) {
        return decoder.decode(file).fold(profile -> profile, rejection -> {
            throw new AssertionError(rejection.toString());
        });
    }

    /** Forgets all but the log. */
    void restart() throws CorruptDeltaException {
        if (!log.isEmpty()) {
            series = CumulativeSeries.replay(log);
        }
    }

    List<byte[]> log() {
        return log;
    }

    long logBytes() {
        return log.stream().mapToLong(element -> element.length).sum();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
