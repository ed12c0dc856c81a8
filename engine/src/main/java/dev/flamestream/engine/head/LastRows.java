package dev.flamestream.engine.head;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The last profiles of series of a log, each of which its series' next one may be a difference to. Not thread-safe. */
final class LastRows {
    /**
     * What a head that is written may keep of them: more than 200 pods with heap profiles of 3,630 stacks in four types, which take
     * 75 kB each. Series past it are written in full.
     */
    static final long MAX_BYTES = 16L << 20;

    private final long maxBytes;
    /** By series. */
    private @Nullable KeptRow[] rows = new KeptRow[16];
    /** By series: the number of its last profile's type set. */
    private int[] types = new int[16];

    private long sizeBytes;

    LastRows(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Copies the last profile of a series, if it is kept and has these types. Returns whether it did. */
    boolean find(int series, int typeSet, StackValues target) {
        KeptRow row = series < rows.length ? rows[series] : null;
        if (row == null || types[series] != typeSet) {
            return false;
        }
        row.copyTo(target);
        return true;
    }

    /**
     * Keeps a copy of a series' new last profile, unless there is no room for it; then none is kept of the series. Returns whether
     * it is.
     */
    boolean keep(int series, int typeSet, StackValues samples) {
        KeptRow row = take(series);
        if (row == null) {
            row = new KeptRow();
        }
        row.keep(samples);
        if (sizeBytes + row.sizeBytes() > maxBytes) {
            return false;
        }
        rows[series] = row;
        types[series] = typeSet;
        sizeBytes += row.sizeBytes();
        return true;
    }

    /** Keeps none of a series. */
    void forget(int series) {
        take(series);
    }

    long sizeBytes() {
        return sizeBytes;
    }

    private @Nullable KeptRow take(int series) {
        if (series >= rows.length) {
            rows = Arrays.copyOf(rows, Math.max(series + 1, rows.length * 2));
            types = Arrays.copyOf(types, rows.length);
        }
        KeptRow row = rows[series];
        rows[series] = null;
        sizeBytes -= row == null ? 0 : row.sizeBytes();
        return row;
    }
}
