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
    final int series;
    final int types;
    final long timeMillis;
    final long durationNanos;
    final long period;
    final String id;
    private final byte[] element;
    /** Where the group's stack count stands. */
    private final int offset;

    private final int typeCount;

    HeadRow(Head head, int series, byte[] element, int offset) {
        this.series = series;
        this.types = head.types;
        this.typeCount = head.typeCount;
        this.timeMillis = head.timeMillis;
        this.durationNanos = head.durationNanos;
        this.period = head.period;
        this.id = head.id;
        this.element = element;
        this.offset = offset;
    }

    /** What all rows of an element share. */
    record Head(int types, int typeCount, long timeMillis, long durationNanos, long period, String id) {}

    /** The nodes at which its stacks end, ascending. */
    int[] nodes() {
        return readNodes(reader());
    }

    /** The values of one type, one for each of {@link #nodes}; empty if all are 0. */
    long[] values(int type) {
        Varints.Reader reader = reader();
        int count = readNodes(reader).length;
        int[] valuesAt = new int[type + 1];
        for (int t = 0; t < type; t++) {
            valuesAt[t] = skipValues(reader, count);
        }
        long unit = reader.next();
        if (unit == 0) {
            return new long[0];
        }
        int same = hasSame() ? (int) reader.next() : 0;
        Varints.Reader from = same == 0
                ? reader
                : new Varints.Reader(element, valuesAt[same - 1], element.length - ElementWriter.CRC_BYTES);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = Varints.unzigzag(from.next()) * unit;
        }
        return values;
    }

    /** The spans, with their stacks as indexes into {@link #nodes}, and values of one type. */
    List<SpanSamples> spans(int type) {
        Varints.Reader reader = reader();
        int count = readNodes(reader).length;
        for (int t = 0; t < typeCount; t++) {
            skipValues(reader, count);
        }
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
        return new Varints.Reader(element, offset, element.length - ElementWriter.CRC_BYTES);
    }

    private static int[] readNodes(Varints.Reader reader) {
        int[] nodes = new int[(int) reader.next()];
        int node = -1;
        for (int i = 0; i < nodes.length; i++) {
            node += (int) reader.next() + 1;
            nodes[i] = node;
        }
        return nodes;
    }

    private boolean hasSame() {
        return element[1] >= HeadLogFormat.VERSION_WITH_SAME_VALUES;
    }

    /** Where the skipped values began. */
    private int skipValues(Varints.Reader reader, int count) {
        if (reader.next() == 0 || (hasSame() && reader.next() != 0)) {
            return reader.offset();
        }
        int begin = reader.offset();
        for (int i = 0; i < count; i++) {
            reader.next();
        }
        return begin;
    }

    @Override
    public String toString() {
        return "series " + series + " at " + timeMillis + (id.isEmpty() ? "" : " id " + id);
    }
}
