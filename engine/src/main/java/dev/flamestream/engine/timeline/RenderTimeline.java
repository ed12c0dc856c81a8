package dev.flamestream.engine.timeline;

import dev.flamestream.engine.timeline.SeriesRequest.Aggregation;
import java.util.List;

/** A timeline in the form of Pyroscope's older render API: every step has a sample, 0 where there is no profile. */
public final class RenderTimeline {
    /** The shortest step. */
    public static final long MIN_STEP_SECONDS = 15;

    /** A range is divided into about this many steps. */
    public static final long TARGET_STEPS = 1500;

    private final long startSeconds;
    private final long stepSeconds;
    private final long[] samples;

    private RenderTimeline(long startSeconds, long stepSeconds, long[] samples) {
        this.startSeconds = startSeconds;
        this.stepSeconds = stepSeconds;
        this.samples = samples;
    }

    /** What to ask {@link Timelines} for: the step follows from the range, and the start is snapped down to it. */
    public static SeriesRequest request(
            long fromMillis, long untilMillis, List<String> groupBy, Aggregation aggregation) {
        long stepSeconds = Math.max(MIN_STEP_SECONDS, Math.round((untilMillis - fromMillis) / 1000.0 / TARGET_STEPS));
        long stepMillis = stepSeconds * 1000;
        return new SeriesRequest(
                Math.floorDiv(fromMillis, stepMillis) * stepMillis, untilMillis, stepMillis, groupBy, aggregation, 0);
    }

    /** The samples of one series that was asked for by {@link #request}; all 0 for a series without points. */
    public static RenderTimeline of(SeriesRequest request, Timeline series) {
        RenderTimeline timeline = empty(request);
        for (int point = 0; point < series.count(); point++) {
            long step = (series.timeMillis(point) - request.startMillis()) / request.stepMillis();
            timeline.samples[Math.toIntExact(step)] = Math.round(series.value(point));
        }
        return timeline;
    }

    /** The samples of a request that found no series. */
    public static RenderTimeline empty(SeriesRequest request) {
        long steps = (request.endMillis() - request.startMillis()) / request.stepMillis() + 1;
        return new RenderTimeline(
                request.startMillis() / 1000, request.stepMillis() / 1000, new long[Math.toIntExact(steps)]);
    }

    /** The first sample, unix seconds. */
    public long startSeconds() {
        return startSeconds;
    }

    /** Seconds between two samples. */
    public long stepSeconds() {
        return stepSeconds;
    }

    /** One value a step; shared, not copied. */
    public long[] samples() {
        return samples;
    }
}
