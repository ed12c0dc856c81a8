package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.SaturatingMath;
import dev.flamestream.engine.tree.StringTable;
import dev.flamestream.engine.tree.Units;
import dev.flamestream.engine.tree.Varints;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes one profile as an element of a head log, in the grammar of {@link HeadLogFormat}. Reused; not thread-safe. */
final class EntryEncoder {
    private final ElementWriter writer = new ElementWriter();
    private final SpanEncoder spans = new SpanEncoder(writer);
    private int[] nodes = new int[256];
    /** By type: the values of its stacks, in its unit. */
    private long[][] values = {new long[256]};

    /**
     * The samples that count, sorted by series and then node: each entry is node and sample in one long. The array is the
     * appender's scratch, passed on for the one call.
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Samples(SeriesSplit split, long[] order, int count) {
        int sample(int i) {
            return (int) order[i];
        }

        int node(int i) {
            return (int) (order[i] >>> 32);
        }

        int series(int i) {
            return split.seriesOf(sample(i));
        }
    }

    byte[] encode(HeadIndex head, FlatProfile profile, Arrival arrival, Samples samples) {
        HeadTables tables = head.tables;
        TypeSet types = typesOf(profile);
        boolean newTypes = tables.findTypes(types) < 0;
        internTypes(tables.strings, types, newTypes);
        List<Group> groups = groups(samples);
        groups.forEach(group -> internSeries(tables, group.labels));

        writer.begin(HeadLogFormat.PROFILE);
        writer.put(head.profileCount() + 1L);
        writer.putZigzag(arrival.timeMillis() - tables.key.windowStartMillis());
        writer.putZigzag(profile.durationNanos());
        writer.putZigzag(profile.period());
        writer.putText(arrival.id());
        putStrings(tables.strings, head.loggedStrings);
        putFrames(tables.frames, head.loggedFrames);
        putNodes(tables.tree, head.loggedNodes);
        putTypes(tables, types);
        writer.put(groups.size());
        for (Group group : groups) {
            putSeries(tables, group.labels);
            putSamples(profile, samples, group);
        }
        return writer.finish();
    }

    /** A range of the sorted samples that one series has. */
    private record Group(Labels labels, int from, int to) {}

    /** The first series stays even without samples, so that an idle service is seen to be there. */
    private static List<Group> groups(Samples samples) {
        List<Group> groups = new ArrayList<>();
        List<Labels> series = samples.split().series();
        int at = 0;
        for (int s = 0; s < series.size(); s++) {
            int from = at;
            while (at < samples.count() && samples.series(at) == s) {
                at++;
            }
            if (at > from || (s == 0 && samples.count() == 0)) {
                groups.add(new Group(series.get(s), from, at));
            }
        }
        return groups;
    }

    private static TypeSet typesOf(FlatProfile profile) {
        List<TypeSet.SampleType> types = new ArrayList<>();
        for (int type = 0; type < profile.typeCount(); type++) {
            types.add(
                    new TypeSet.SampleType(profile.text(profile.typeName(type)), profile.text(profile.typeUnit(type))));
        }
        return new TypeSet(types, profile.periodType(), profile.periodUnit());
    }

    private static void internTypes(StringTable strings, TypeSet types, boolean isNew) {
        if (isNew) {
            types.types().forEach(type -> {
                strings.intern(type.name());
                strings.intern(type.unit());
            });
            strings.intern(types.periodType());
            strings.intern(types.periodUnit());
        }
    }

    private static void internSeries(HeadTables tables, Labels labels) {
        if (tables.findSeries(labels) < 0) {
            labels.asMap().forEach((name, value) -> {
                tables.strings.intern(name);
                tables.strings.intern(value);
            });
        }
    }

    private void putStrings(StringTable strings, int from) {
        writer.put(strings.count() - from);
        for (int id = from; id < strings.count(); id++) {
            writer.putString(strings, id);
        }
    }

    private void putFrames(FrameTable frames, int from) {
        writer.put(frames.count() - from);
        for (int frame = from; frame < frames.count(); frame++) {
            boolean hasLines = frames.line(frame) != 0 || frames.startLine(frame) != 0;
            writer.put((hasLines ? HeadLogFormat.FRAME_HAS_LINES : 0)
                    | (frames.file(frame) != 0 ? HeadLogFormat.FRAME_HAS_FILE : 0)
                    | (frames.mapping(frame) != 0 ? HeadLogFormat.FRAME_HAS_MAPPING : 0)
                    | (frames.buildId(frame) != 0 ? HeadLogFormat.FRAME_HAS_BUILD_ID : 0)
                    | (frames.systemName(frame) != 0 ? HeadLogFormat.FRAME_HAS_SYSTEM_NAME : 0)
                    | (frames.address(frame) != 0 ? HeadLogFormat.FRAME_HAS_ADDRESS : 0)
                    | (frames.inlined(frame) ? HeadLogFormat.FRAME_IS_INLINED : 0));
            writer.put(frames.function(frame));
            if (hasLines) {
                writer.putZigzag(frames.line(frame));
                writer.putZigzag(frames.startLine(frame));
            }
            putUnlessZero(frames.file(frame));
            putUnlessZero(frames.mapping(frame));
            putUnlessZero(frames.buildId(frame));
            putUnlessZero(frames.systemName(frame));
            putUnlessZero(frames.address(frame));
        }
    }

    private void putUnlessZero(long value) {
        if (value != 0) {
            writer.put(value);
        }
    }

    private void putNodes(CallTree tree, int from) {
        writer.put(tree.count() - from);
        for (int node = from; node < tree.count(); node++) {
            writer.put(node - tree.parent(node));
            writer.put(tree.frame(node));
        }
    }

    private void putTypes(HeadTables tables, TypeSet types) {
        int known = tables.findTypes(types);
        writer.put(known + 1);
        if (known >= 0) {
            return;
        }
        writer.put(types.types().size());
        for (TypeSet.SampleType type : types.types()) {
            writer.put(tables.strings.intern(type.name()));
            writer.put(tables.strings.intern(type.unit()));
        }
        writer.put(tables.strings.intern(types.periodType()));
        writer.put(tables.strings.intern(types.periodUnit()));
        tables.addTypes(types);
    }

    private void putSeries(HeadTables tables, Labels labels) {
        int known = tables.findSeries(labels);
        writer.put(known + 1);
        if (known >= 0) {
            return;
        }
        writer.put(labels.size());
        for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
            writer.put(tables.strings.intern(label.getKey()));
            writer.put(tables.strings.intern(label.getValue()));
        }
        tables.addSeries(labels);
    }

    private void putSamples(FlatProfile profile, Samples samples, Group group) {
        int size = group.to() - group.from();
        if (nodes.length < size) {
            nodes = new int[size * 2];
        }
        int stacks = 0;
        for (int i = group.from(); i < group.to(); i++) {
            if (stacks == 0 || nodes[stacks - 1] != samples.node(i)) {
                nodes[stacks++] = samples.node(i);
            }
        }
        writer.put(stacks);
        writer.reserve(stacks * Varints.MAX_INT_BYTES);
        for (int i = 0; i < stacks; i++) {
            writer.putReserved(nodes[i] - (i == 0 ? -1 : nodes[i - 1]) - 1L);
        }
        for (int type = 0; type < profile.typeCount(); type++) {
            putValues(profile, samples, group, type);
        }
        spans.put(profile, samples, group.from(), group.to());
    }

    /** Samples of one stack are added up; the unit they share makes most values one byte. */
    private void putValues(FlatProfile profile, Samples samples, Group group, int type) {
        long[] sums = valuesOf(type, group.to() - group.from());
        int stacks = 0;
        for (int i = group.from(); i < group.to(); i++) {
            long value = profile.value(samples.sample(i), type);
            if (i > group.from() && samples.node(i) == samples.node(i - 1)) {
                sums[stacks - 1] = SaturatingMath.add(sums[stacks - 1], value);
            } else {
                sums[stacks++] = value;
            }
        }
        long unit = Units.common(sums, stacks);
        writer.put(unit);
        if (unit == 0) {
            return;
        }
        for (int i = 0; i < stacks && unit > 1; i++) {
            sums[i] /= unit;
        }
        int same = firstTypeLike(type, stacks);
        writer.put(same + 1L);
        if (same < 0) {
            writer.reserve(stacks * Varints.MAX_LONG_BYTES);
            for (int i = 0; i < stacks; i++) {
                writer.putReserved(Varints.zigzag(sums[i]));
            }
        }
    }

    /** The first type has its own values, and so has the first of any that are alike. */
    private int firstTypeLike(int type, int stacks) {
        for (int other = 0; other < type; other++) {
            if (Arrays.equals(values[other], 0, stacks, values[type], 0, stacks)) {
                return other;
            }
        }
        return -1;
    }

    private long[] valuesOf(int type, int size) {
        if (type >= values.length) {
            values = Arrays.copyOf(values, type + 1);
        }
        if (values[type] == null || values[type].length < size) {
            values[type] = new long[size * 2];
        }
        return values[type];
    }
}
