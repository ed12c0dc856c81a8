package dev.flamestream.engine.timeline;

import dev.flamestream.engine.select.TimeRange;
import java.util.List;

/**
 * Which points of which series a timeline has: points stand at start, start + step, and so on up to the end; each covers the
 * step before it, {@code (t - step, t]}.
 *
 * @param startMillis the first point
 * @param endMillis no point is later
 * @param stepMillis distance of two points, at least 1
 * @param groupBy labels that tell series apart, derived ones included; empty for one series without labels
 * @param aggregation how the profiles of a step become one value
 * @param limit how many series to keep, those of the largest total; 0 for all
 */
public record SeriesRequest(
        long startMillis, long endMillis, long stepMillis, List<String> groupBy, Aggregation aggregation, int limit) {
    /** How the profiles of a step become one value. */
    public enum Aggregation {
        /** The sum of their totals. */
        SUM,
        /** The mean of their totals. */
        AVERAGE
    }

    public SeriesRequest {
        if (startMillis > endMillis || stepMillis < 1 || limit < 0) {
            throw new IllegalArgumentException("expected start <= end, step >= 1, limit >= 0: found start "
                    + startMillis + ", end " + endMillis + ", step " + stepMillis + ", limit " + limit);
        }
        groupBy = List.copyOf(groupBy);
    }

    /** What must be searched: the step before the first point up to the last point, both points included. */
    public TimeRange searchRange() {
        return TimeRange.inclusive(startMillis - stepMillis + 1, lastPointMillis());
    }

    /** The last point. */
    public long lastPointMillis() {
        return endMillis - (endMillis - startMillis) % stepMillis;
    }
}
