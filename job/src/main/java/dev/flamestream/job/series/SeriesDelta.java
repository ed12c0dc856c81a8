package dev.flamestream.job.series;

import dev.flamestream.engine.delta.CumulativeSeries;
import dev.flamestream.engine.delta.Differences;
import dev.flamestream.engine.delta.SeriesStep;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One profile's way from cumulative values to differences: what was known of its series, and then what is to be kept. */
public final class SeriesDelta {
    final HeadKey key;
    /** Whether there is no state of the series, and so no timer that would end it. */
    final boolean isNew;

    private final int[] types;
    private final Differences.Origin origin;
    private final @Nullable CumulativeSeries known;
    private @Nullable SeriesStep step;

    SeriesDelta(HeadKey key, boolean isNew, int[] types, Differences.Origin origin, @Nullable CumulativeSeries known) {
        this.key = key;
        this.isNew = isNew;
        this.types = types;
        this.origin = origin;
        this.known = known;
    }

    /** Replaces the profile's cumulative values by differences; looks at no state. */
    public Optional<Rejection> take(Differences differences, FlatProfile profile) {
        Optional<SeriesStep> taken = differences.take(known, profile, types, origin);
        step = taken.orElse(null);
        return taken.isPresent()
                ? Optional.empty()
                : Optional.of(new Rejection(
                        RejectReason.SAMPLES_LIMIT,
                        "more than " + Differences.MAX_STACKS
                                + " stacks whose values count from the start of the process, which is the limit of what"
                                + " differences are taken of; values that are differences already are said to be so by"
                                + " the label __delta__=\"false\""));
    }

    /** What {@link #take} came to. */
    SeriesStep step() {
        SeriesStep taken = step;
        if (taken == null) {
            throw new IllegalStateException("differences were not taken");
        }
        return taken;
    }
}
