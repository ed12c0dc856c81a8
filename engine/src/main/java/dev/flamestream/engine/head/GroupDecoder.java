package dev.flamestream.engine.head;

import dev.flamestream.schemas.record.Labels;
import java.util.HashMap;
import java.util.Map;

/** Reads the groups of the profiles of a log: checks each number, and sees that each difference has something to add to. Not thread-safe. */
final class GroupDecoder {
    private final HeadTables tables;
    private final DecodedSeries series;

    GroupDecoder(HeadTables tables) {
        this.tables = tables;
        this.series = new DecodedSeries();
    }

    /** The state of each series after the groups so far. */
    DecodedSeries series() {
        return series;
    }

    /** Reads the next group of an element. */
    HeadRow read(ElementReader reader, HeadRow.Head head) throws CorruptHeadException {
        boolean hasForm = reader.version() >= HeadLogFormat.VERSION_WITH_DIFFERENCES;
        int known = tables.seriesCount();
        int number = reader.nextInt(hasForm ? 2 * known : known, "series");
        boolean isDifference = hasForm && HeadLogFormat.isDifference(number);
        int index = number == 0 ? readSeries(reader) : hasForm ? HeadLogFormat.seriesOf(number) : number - 1;
        int offset = reader.offset();
        int stacks = readNodes(reader);
        checkValues(reader, head.typeCount(), stacks);
        int spansOffset = reader.offset();
        checkSpans(reader, head.typeCount(), stacks);
        HeadRow row = new HeadRow(head, index, isDifference, reader.element(), offset, spansOffset);
        series.add(row, reader);
        return row;
    }

    private int readSeries(ElementReader reader) throws CorruptHeadException {
        Map<String, String> labels = new HashMap<>();
        for (int rest = reader.nextCount("label count"); rest > 0; rest--) {
            labels.put(nextText(reader), nextText(reader));
        }
        return tables.addSeries(Labels.of(labels));
    }

    private String nextText(ElementReader reader) throws CorruptHeadException {
        return tables.strings.get(reader.nextInt(tables.strings.count() - 1, "string"));
    }

    private int readNodes(ElementReader reader) throws CorruptHeadException {
        int stacks = reader.nextCount("stack count");
        int node = -1;
        for (int i = 0; i < stacks; i++) {
            node += reader.nextInt(tables.tree.count() - 2 - node, "distance to the next stack") + 1;
        }
        return stacks;
    }

    /** The writer has divided the values by their unit, so that no product may leave 64 bits. */
    private static void checkValues(ElementReader reader, int typeCount, int stacks) throws CorruptHeadException {
        // By type: the largest magnitude of its own values, -1 for a type that has none of its own.
        long[] largest = new long[typeCount];
        for (int type = 0; type < typeCount; type++) {
            largest[type] = -1;
            long unit = reader.next();
            if (unit < 0) {
                throw reader.corrupt("unit " + Long.toUnsignedString(unit) + ", expected at most " + Long.MAX_VALUE);
            }
            if (unit == 0) {
                continue;
            }
            int same = reader.version() < HeadLogFormat.VERSION_WITH_SAME_VALUES ? 0 : reader.nextInt(type, "same");
            if (same > 0 && largest[same - 1] < 0) {
                throw reader.corrupt("type " + (same - 1) + " has no values of its own");
            }
            long magnitude = same > 0 ? largest[same - 1] : largestOf(reader, stacks);
            // In unit 1 any value is fine, the smallest long included, which has no positive counterpart.
            if (unit > 1 && magnitude > Long.MAX_VALUE / unit) {
                throw reader.corrupt("value " + magnitude + " times unit " + unit + " is past 64 bits");
            }
            largest[type] = same > 0 ? -1 : magnitude;
        }
    }

    private static long largestOf(ElementReader reader, int count) throws CorruptHeadException {
        long largest = 0;
        for (int i = 0; i < count; i++) {
            long value = reader.nextZigzag();
            largest = Math.max(largest, value == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(value));
        }
        return largest;
    }

    private static void checkSpans(ElementReader reader, int typeCount, int stacks) throws CorruptHeadException {
        for (int rest = reader.nextCount("span count"); rest > 0; rest--) {
            reader.skip(SpanSamples.ID_BYTES);
            for (int samples = reader.nextCount("samples of a span"); samples > 0; samples--) {
                reader.nextInt(stacks - 1, "stack of a span");
                for (int type = 0; type < typeCount; type++) {
                    reader.next();
                }
            }
        }
    }
}
