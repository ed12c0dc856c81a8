package dev.flamestream.engine.select;

/** Half-open span of wall-clock time, {@code [startMillis, endMillis)}, in UTC epoch milliseconds. */
public record TimeRange(long startMillis, long endMillis) {
    public TimeRange {
        if (startMillis >= endMillis) {
            throw new IllegalArgumentException("empty or reversed range: [" + startMillis + ", " + endMillis + ")");
        }
    }

    /** The range that also holds its last millisecond, as the query APIs mean it; start must not be after it. */
    public static TimeRange inclusive(long startMillis, long lastMillis) {
        return new TimeRange(startMillis, lastMillis == Long.MAX_VALUE ? lastMillis : lastMillis + 1);
    }

    /** Whether a moment lies within. */
    public boolean contains(long millis) {
        return startMillis <= millis && millis < endMillis;
    }

    /** Whether all of a span, both ends included, lies within. */
    public boolean containsAll(long firstMillis, long lastMillis) {
        return startMillis <= firstMillis && lastMillis < endMillis;
    }

    /** Whether any of a span, both ends included, lies within. */
    public boolean overlaps(long firstMillis, long lastMillis) {
        return firstMillis < endMillis && startMillis <= lastMillis;
    }

    @Override
    public String toString() {
        return "[" + startMillis + ", " + endMillis + ")";
    }
}
