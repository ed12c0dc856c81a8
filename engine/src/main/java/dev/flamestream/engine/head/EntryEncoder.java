package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.StringTable;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.List;

/** Writes one profile as an element of a head log, in the grammar of {@link HeadLogFormat}. Reused; not thread-safe. */
final class EntryEncoder {
    private final ElementWriter writer = new ElementWriter();
    private final GroupEncoder groupEncoder = new GroupEncoder(writer);

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
        int typeSet = putTypes(tables, types);
        writer.put(groups.size());
        for (Group group : groups) {
            groupEncoder.put(head, typeSet, profile, samples, group);
        }
        return writer.finish();
    }

    /** A range of the sorted samples that one series has. */
    record Group(Labels labels, int from, int to) {}

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

    private int putTypes(HeadTables tables, TypeSet types) {
        int known = tables.findTypes(types);
        writer.put(known + 1L);
        if (known >= 0) {
            return known;
        }
        writer.put(types.types().size());
        for (TypeSet.SampleType type : types.types()) {
            writer.put(tables.strings.intern(type.name()));
            writer.put(tables.strings.intern(type.unit()));
        }
        writer.put(tables.strings.intern(types.periodType()));
        writer.put(tables.strings.intern(types.periodUnit()));
        return tables.addTypes(types);
    }
}
