package dev.flamestream.engine.timeline;

import dev.flamestream.schemas.record.Labels;

/** The points of one series, in order of time; steps without profiles have none. */
public final class Timeline {
    private final Labels labels;
    private final long[] timeMillis;
    private final double[] values;

    Timeline(Labels labels, long[] timeMillis, double[] values) {
        this.labels = labels;
        this.timeMillis = timeMillis;
        this.values = values;
    }

    /** The labels that the series was grouped by. */
    public Labels labels() {
        return labels;
    }

    /** Number of points. */
    public int count() {
        return timeMillis.length;
    }

    /** When a point stands, unix milliseconds: the end of the step that it covers. */
    public long timeMillis(int point) {
        return timeMillis[point];
    }

    /** A point's value, in the profile type's unit. */
    public double value(int point) {
        return values[point];
    }

    /** Sum of all points. */
    double total() {
        double total = 0;
        for (double value : values) {
            total += value;
        }
        return total;
    }
}
