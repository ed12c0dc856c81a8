package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.tree.SaturatingMath;
import dev.flamestream.engine.tree.Units;
import dev.flamestream.engine.tree.Varints;
import dev.flamestream.schemas.record.Labels;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes the samples of one series of a profile: in full, or as the difference to the series' last profile where that takes
 * fewer bytes. Reused; not thread-safe.
 */
final class GroupEncoder {
    /** A difference of no more than this part of the stacks is taken without writing both to see which is smaller. */
    private static final int SURE_PART = 4;

    private final ElementWriter writer;
    private final SpanEncoder spans;
    private final StackValues row = new StackValues();
    private final StackValues last = new StackValues();
    private final StackValues difference = new StackValues();
    /** By type: the values as they are written, in its unit. */
    private long[][] inUnits = {};
    /** By type: room for values that are divided by a unit. */
    private long[][] divided = {};

    GroupEncoder(ElementWriter writer) {
        this.writer = writer;
        this.spans = new SpanEncoder(writer);
    }

    /** Writes a group, and keeps its samples for the next one of its series. */
    void put(HeadIndex head, int typeSet, FlatProfile profile, EntryEncoder.Samples samples, EntryEncoder.Group group) {
        addUp(profile, samples, group);
        int series = head.tables.findSeries(group.labels());
        if (series < 0) {
            series = putNewSeries(head.tables, group.labels());
            putStacks(row);
        } else {
            // The stacks of spans are named by their place among those that are written, so all of them are.
            boolean hasLast = !samples.split().hasSpans() && head.lastRows.find(series, typeSet, last);
            if (putShorter(series, hasLast)) {
                head.noteDifference(row.valueCount());
            }
        }
        spans.put(profile, samples, group.from(), group.to());
        head.lastRows.keep(series, typeSet, row);
    }

    /** Samples of one stack are one value. */
    private void addUp(FlatProfile profile, EntryEncoder.Samples samples, EntryEncoder.Group group) {
        row.begin(profile.typeCount(), group.to() - group.from());
        for (int i = group.from(); i < group.to(); i++) {
            boolean isNew = row.count == 0 || row.nodes[row.count - 1] != samples.node(i);
            int at = isNew ? row.count++ : row.count - 1;
            row.nodes[at] = samples.node(i);
            for (int type = 0; type < profile.typeCount(); type++) {
                long value = profile.value(samples.sample(i), type);
                row.values[type][at] = isNew ? value : SaturatingMath.add(row.values[type][at], value);
            }
        }
    }

    private int putNewSeries(HeadTables tables, Labels labels) {
        writer.put(0);
        writer.put(labels.size());
        for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
            writer.put(tables.strings.intern(label.getKey()));
            writer.put(tables.strings.intern(label.getValue()));
        }
        return tables.addSeries(labels);
    }

    /** Returns whether that is the difference. */
    private boolean putShorter(int series, boolean hasLast) {
        boolean hasDifference = hasLast && difference.difference(last, row);
        int start = writer.size();
        if (hasDifference && difference.count <= row.count / SURE_PART) {
            putDifference(series);
            return true;
        }
        writer.put(HeadLogFormat.numberOfFull(series));
        putStacks(row);
        if (!hasDifference) {
            return false;
        }
        int middle = writer.size();
        putDifference(series);
        return writer.keepsShorter(start, middle);
    }

    private void putDifference(int series) {
        writer.put(HeadLogFormat.numberOfDifference(series));
        putStacks(difference);
    }

    private void putStacks(StackValues stacks) {
        int count = stacks.count;
        writer.put(count);
        writer.reserve(count * Varints.MAX_INT_BYTES);
        for (int i = 0; i < count; i++) {
            writer.putReserved(stacks.nodes[i] - (i == 0 ? -1 : stacks.nodes[i - 1]) - 1L);
        }
        if (inUnits.length < stacks.typeCount()) {
            inUnits = Arrays.copyOf(inUnits, stacks.typeCount());
            divided = Arrays.copyOf(divided, stacks.typeCount());
        }
        for (int type = 0; type < stacks.typeCount(); type++) {
            putValues(stacks.values[type], count, type);
        }
    }

    /** The unit that they share makes most values one byte. */
    private void putValues(long[] values, int count, int type) {
        long unit = Units.common(values, count);
        writer.put(unit);
        long[] written = unit > 1 ? divide(values, count, unit, type) : values;
        inUnits[type] = written;
        if (unit == 0) {
            return;
        }
        int same = firstTypeLike(type, count);
        writer.put(same + 1L);
        if (same < 0) {
            writer.reserve(count * Varints.MAX_LONG_BYTES);
            for (int i = 0; i < count; i++) {
                writer.putReserved(Varints.zigzag(written[i]));
            }
        }
    }

    private long[] divide(long[] values, int count, long unit, int type) {
        long[] room = divided[type];
        if (room == null || room.length < count) {
            room = new long[values.length];
            divided[type] = room;
        }
        for (int i = 0; i < count; i++) {
            room[i] = values[i] / unit;
        }
        return room;
    }

    /** The first type has its own values, and so has the first of any that are alike. */
    private int firstTypeLike(int type, int count) {
        for (int other = 0; other < type; other++) {
            if (Arrays.equals(inUnits[other], 0, count, inUnits[type], 0, count)) {
                return other;
            }
        }
        return -1;
    }
}
