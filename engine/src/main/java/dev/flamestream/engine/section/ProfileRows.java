package dev.flamestream.engine.section;

import dev.flamestream.schemas.record.Labels;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of a section as columns: series after series, each in order of time, as heads make them. Nothing relies on it.
 *
 * <p>{@code stacks} of a profile is a packed list of stack ordinals of the section's {@link PreOrderTree}, strictly ascending;
 * {@code values} has one entry for each, value divided by the section's unit; {@link PackedSamples} reads and writes both.
 * Arrays are shared and not copied. A profile without samples has empty arrays.
 */
public final class ProfileRows {
    private final List<Labels> series;
    private final int[] seriesIndex;
    private final long[] timeMillis;
    private final long[] durationNanos;
    private final long[] period;
    private final long[] total;
    private final byte[][] stacks;
    private final byte[][] values;
    private final String[] profileId;
    private final byte[][] spans;

    private ProfileRows(Columns c) {
        this.series = List.copyOf(c.series);
        this.seriesIndex = c.seriesIndex;
        this.timeMillis = c.timeMillis;
        this.durationNanos = c.durationNanos;
        this.period = c.period;
        this.total = c.total;
        this.stacks = c.stacks;
        this.values = c.values;
        this.profileId = c.profileId;
        this.spans = c.spans;
    }

    /** The columns to make rows of; each array has one entry a profile. */
    public static final class Columns {
        /** The distinct label sets. */
        public List<Labels> series = List.of();
        /** Index into {@link #series}. */
        public int[] seriesIndex = {};
        /** When the profile was taken, unix milliseconds. */
        public long[] timeMillis = {};
        /** How long it was taken for; 0 if unknown. */
        public long[] durationNanos = {};
        /** The sampling period, in the period type's unit; 0 if unknown. */
        public long[] period = {};
        /** Sum of the profile's values, saturating. */
        public long[] total = {};
        /** Packed stack ordinals; empty where the reader was asked for totals alone. */
        public byte[][] stacks = {};
        /** Packed values; empty where the reader was asked for totals alone. */
        public byte[][] values = {};
        /** The profile's id, empty if it has none; empty array where the reader was asked for totals alone. */
        public String[] profileId = {};
        /** Packed span ids, empty if it has none; see {@link PackedSpans}. */
        public byte[][] spans = {};

        /** Makes the rows; the columns must not be used afterwards. */
        public ProfileRows build() {
            int count = seriesIndex.length;
            if (timeMillis.length != count
                    || total.length != count
                    || durationNanos.length != count
                    || period.length != count) {
                throw new IllegalArgumentException("columns of different length: seriesIndex " + count + ", timeMillis "
                        + timeMillis.length + ", durationNanos " + durationNanos.length + ", period " + period.length
                        + ", total " + total.length);
            }
            return new ProfileRows(this);
        }
    }

    /** The same profiles with samples; both arrays have an entry a profile, and the arrays are taken over. */
    public ProfileRows withSamples(byte[][] packedStacks, byte[][] packedValues) {
        Columns columns = new Columns();
        columns.series = series;
        columns.seriesIndex = seriesIndex;
        columns.timeMillis = timeMillis;
        columns.durationNanos = durationNanos;
        columns.period = period;
        columns.total = total;
        columns.stacks = packedStacks;
        columns.values = packedValues;
        columns.profileId = new String[count()];
        columns.spans = new byte[count()][];
        Arrays.fill(columns.profileId, "");
        Arrays.fill(columns.spans, new byte[0]);
        return columns.build();
    }

    /** Number of profiles. */
    public int count() {
        return seriesIndex.length;
    }

    /** The distinct label sets of the section's profiles. */
    public List<Labels> series() {
        return series;
    }

    /** Which of {@link #series()} a profile belongs to. */
    public int seriesIndex(int row) {
        return seriesIndex[row];
    }

    /** The labels of a profile. */
    public Labels labels(int row) {
        return series.get(seriesIndex[row]);
    }

    /** When a profile was taken, unix milliseconds. */
    public long timeMillis(int row) {
        return timeMillis[row];
    }

    /** How long a profile was taken for, 0 if unknown. */
    public long durationNanos(int row) {
        return durationNanos[row];
    }

    /** A profile's sampling period in the period type's unit, 0 if unknown. */
    public long period(int row) {
        return period[row];
    }

    /** Sum of a profile's values, in the type's unit. */
    public long total(int row) {
        return total[row];
    }

    /** Whether samples were read; with totals alone, the four methods below must not be called. */
    public boolean hasSamples() {
        return stacks.length == seriesIndex.length;
    }

    /**
     * What is wrong with the samples of some rows of a section with so many stacks.
     *
     * @return null if all is well, else which row is wrong and why
     */
    public @Nullable String faultInSamples(BitSet wanted, long unit, int stackCount) {
        for (int row = wanted.nextSetBit(0); row >= 0; row = wanted.nextSetBit(row + 1)) {
            String fault = PackedSamples.check(stackCount, stacks(row), values(row), unit, total(row));
            if (fault != null) {
                return "profile " + row + ": " + fault;
            }
        }
        return null;
    }

    /**
     * Adds the values of some rows, which have samples, to an array by stack ordinal, saturating.
     *
     * @return null if all is well, else which row is wrong and why
     */
    public @Nullable String addSamples(BitSet wanted, long unit, long[] byOrdinal) {
        for (int row = wanted.nextSetBit(0); row >= 0; row = wanted.nextSetBit(row + 1)) {
            String fault = PackedSamples.addTo(byOrdinal, stacks(row), values(row), unit, total(row));
            if (fault != null) {
                return "profile " + row + ": " + fault;
            }
        }
        return null;
    }

    /** Packed stack ordinals of a profile. */
    public byte[] stacks(int row) {
        return stacks[row];
    }

    /** Packed values of a profile, one for each stack, in multiples of the section's unit. */
    public byte[] values(int row) {
        return values[row];
    }

    /** A profile's id, empty if it has none. */
    public String profileId(int row) {
        return profileId[row];
    }

    /** Packed span ids of a profile, empty if it has none. */
    public byte[] spans(int row) {
        return spans[row];
    }
}
