package dev.flamestream.engine.head;

import dev.flamestream.engine.tree.Varints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One profile of one series as it stands in an element of a log: samples stay packed until they are asked for.
 *
 * <p>Immutable; the decoder has checked the bytes, so reading them cannot fail.
 */
final class HeadRow {
    /** Of values that are nowhere. */
    private static final int ALL_ZERO = -1;

    final int series;
    final int types;
    final long timeMillis;
    final long durationNanos;
    final long period;
    final String id;
    /** Whether what is listed is the difference to the last row of the series before this one. */
    final boolean isDifference;

    private final byte[] element;
    /** Where the group's stack count stands. */
    private final int offset;
    /** Where its span count stands. */
    private final int spansOffset;

    private final int typeCount;
    private final int stackCount;

    HeadRow(Head head, int series, boolean isDifference, byte[] element, int offset, int spansOffset) {
        this.series = series;
        this.isDifference = isDifference;
        this.types = head.types;
        this.typeCount = head.typeCount;
        this.timeMillis = head.timeMillis;
        this.durationNanos = head.durationNanos;
        this.period = head.period;
        this.id = head.id;
        this.element = element;
        this.offset = offset;
        this.spansOffset = spansOffset;
        this.stackCount = (int) reader().next();
    }

    /** What all rows of an element share. */
    record Head(int types, int typeCount, long timeMillis, long durationNanos, long period, String id) {}

    /** Listed stacks times types. */
    long valueCount() {
        return (long) stackCount * typeCount;
    }

    /** Reads all that is listed. */
    void read(StackValues target) {
        target.begin(typeCount, stackCount);
        target.count = stackCount;
        Varints.Reader reader = reader();
        readNodes(reader, target.nodes);
        int[] valuesAt = new int[typeCount];
        for (int type = 0; type < typeCount; type++) {
            valuesAt[type] = readValues(reader, valuesAt, target.values[type]);
        }
    }

    /** The nodes at which the listed stacks end, ascending. */
    int[] nodes() {
        int[] nodes = new int[stackCount];
        readNodes(reader(), nodes);
        return nodes;
    }

    /** The values of one type, or their differences, which wrap around; one for each of {@link #nodes}, empty if all are 0. */
    long[] values(int type) {
        Varints.Reader reader = reader();
        skip(reader, stackCount + 1);
        int[] valuesAt = new int[type];
        for (int t = 0; t < type; t++) {
            valuesAt[t] = skipValues(reader);
        }
        long[] values = new long[stackCount];
        return readValues(reader, valuesAt, values) == ALL_ZERO ? new long[0] : values;
    }

    /** The spans, with their stacks as indexes into {@link #nodes}, and values of one type. */
    List<SpanSamples> spans(int type) {
        Varints.Reader reader = readerAt(spansOffset);
        List<SpanSamples> spans = new ArrayList<>();
        int spanCount = (int) reader.next();
        for (int s = 0; s < spanCount; s++) {
            int id = reader.skip(SpanSamples.ID_BYTES);
            byte[] ids = Arrays.copyOfRange(element, id, id + SpanSamples.ID_BYTES);
            int samples = (int) reader.next();
            int[] stacks = new int[samples];
            long[] values = new long[samples];
            for (int i = 0; i < samples; i++) {
                stacks[i] = (int) reader.next();
                for (int t = 0; t < typeCount; t++) {
                    long value = Varints.unzigzag(reader.next());
                    values[i] = t == type ? value : values[i];
                }
            }
            spans.add(new SpanSamples(ids, stacks, values));
        }
        return spans;
    }

    private Varints.Reader reader() {
        return readerAt(offset);
    }

    private Varints.Reader readerAt(int place) {
        return new Varints.Reader(element, place, element.length - ElementWriter.CRC_BYTES);
    }

    private boolean hasSame() {
        return element[1] >= HeadLogFormat.VERSION_WITH_SAME_VALUES;
    }

    private void readNodes(Varints.Reader reader, int[] nodes) {
        skip(reader, 1);
        int node = -1;
        for (int i = 0; i < stackCount; i++) {
            node += (int) reader.next() + 1;
            nodes[i] = node;
        }
    }

    /** Reads a type's values, given where those of each type before it begin; returns where these do. */
    private int readValues(Varints.Reader reader, int[] valuesAt, long[] values) {
        long unit = reader.next();
        if (unit == 0) {
            Arrays.fill(values, 0, stackCount, 0);
            return ALL_ZERO;
        }
        int same = hasSame() ? (int) reader.next() : 0;
        int begin = same == 0 ? reader.offset() : valuesAt[same - 1];
        Varints.Reader from = same == 0 ? reader : readerAt(begin);
        for (int i = 0; i < stackCount; i++) {
            values[i] = Varints.unzigzag(from.next()) * unit;
        }
        return begin;
    }

    /** Where the skipped values begin. */
    private int skipValues(Varints.Reader reader) {
        if (reader.next() == 0 || (hasSame() && reader.next() != 0)) {
            return ALL_ZERO;
        }
        int begin = reader.offset();
        skip(reader, stackCount);
        return begin;
    }

    private static void skip(Varints.Reader reader, int numbers) {
        for (int i = 0; i < numbers; i++) {
            reader.next();
        }
    }

    @Override
    public String toString() {
        return "series " + series + " at " + timeMillis + (id.isEmpty() ? "" : " id " + id);
    }
}
