package dev.flamestream.engine.head;

import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.StringTable;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the profiles of one log share: strings, frames, the call tree, sample types and series, each numbered in the order of
 * first use.
 *
 * <p>The log repeats nothing: an element carries what it is the first to use, so reading the elements in order rebuilds exactly
 * these tables. Not thread-safe while it grows.
 */
final class HeadTables {
    final HeadKey key;
    final UUID cutId;
    final Labels grouping;
    final StringTable strings = new StringTable();
    final FrameTable frames = new FrameTable(strings);
    final CallTree tree = new CallTree();
    private final List<TypeSet> typeSets = new ArrayList<>();
    private final List<Labels> series = new ArrayList<>();
    private final Map<Labels, Integer> seriesIndexes = new HashMap<>();

    HeadTables(HeadKey key, UUID cutId, Labels grouping) {
        this.key = key;
        this.cutId = cutId;
        this.grouping = grouping;
    }

    /** The number of a type set, -1 if it is new. A head has one or two, so this is a walk. */
    int findTypes(TypeSet types) {
        return typeSets.indexOf(types);
    }

    int addTypes(TypeSet types) {
        typeSets.add(types);
        return typeSets.size() - 1;
    }

    TypeSet types(int index) {
        return typeSets.get(index);
    }

    int typeSetCount() {
        return typeSets.size();
    }

    /** The number of a series, -1 if it is new. */
    int findSeries(Labels labels) {
        return seriesIndexes.getOrDefault(labels, -1);
    }

    int addSeries(Labels labels) {
        series.add(labels);
        seriesIndexes.put(labels, series.size() - 1);
        return series.size() - 1;
    }

    Labels series(int index) {
        return series.get(index);
    }

    int seriesCount() {
        return series.size();
    }

    /** Bytes of memory held, to within a few: a label set is counted as a kilobyte. */
    long sizeBytes() {
        return frames.sizeBytes() + tree.sizeBytes() + 1024L * series.size();
    }
}
