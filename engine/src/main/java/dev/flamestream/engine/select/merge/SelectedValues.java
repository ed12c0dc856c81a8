package dev.flamestream.engine.select.merge;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.Section.RowDetail;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.select.SectionFilter;
import dev.flamestream.engine.select.SectionFilter.Share;
import dev.flamestream.engine.select.SelectedRows;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.tree.FrameTable;
import java.io.IOException;
import java.util.Optional;

/**
 * What the selected profiles of one section come to: its tree, and the sum of the selected values at each of its nodes.
 *
 * <p>A section that is selected whole needs no rows, only the tree's self column.
 */
final class SelectedValues {
    private final PreOrderTree tree;
    private final long[] values;
    private final int profileCount;

    private SelectedValues(PreOrderTree tree, long[] values, int profileCount) {
        this.tree = tree;
        this.values = values;
        this.profileCount = profileCount;
    }

    /** Reads what it must of a section, frames into the table. Nothing if no profile is selected. */
    static Optional<SelectedValues> read(Section section, Selection selection, FrameDetail detail, FrameTable frames)
            throws IOException {
        SectionSummary summary = section.summary();
        Share share = SectionFilter.share(selection, summary);
        if (share == Share.NONE) {
            return Optional.empty();
        }
        Optional<SelectedValues> selected = share == Share.ALL
                ? whole(section, detail, frames, summary.profileCount())
                : fromRows(section, selection, detail, frames);
        return selected.map(values -> values.at(selection));
    }

    PreOrderTree tree() {
        return tree;
    }

    /** One a node; shared, not copied. */
    long[] values() {
        return values;
    }

    int profileCount() {
        return profileCount;
    }

    private static Optional<SelectedValues> whole(
            Section section, FrameDetail detail, FrameTable frames, int profileCount) throws IOException {
        PreOrderTree tree = SectionTree.read(section, detail, frames);
        return Optional.of(new SelectedValues(tree, tree.self(), profileCount));
    }

    private static Optional<SelectedValues> fromRows(
            Section section, Selection selection, FrameDetail detail, FrameTable frames) throws IOException {
        ProfileRows rows = section.readProfiles(RowDetail.TOTALS);
        SelectedRows selected = SelectedRows.of(selection, section.summary(), rows);
        int count = selected.count();
        if (count == 0) {
            return Optional.empty();
        }
        if (count == rows.count()) {
            return whole(section, detail, frames, count);
        }
        PreOrderTree tree = SectionTree.read(section, detail, frames);
        long[] byOrdinal = new long[tree.stackCount()];
        SectionSamples.add(section, rows, selected.rows(), byOrdinal);
        return Optional.of(new SelectedValues(tree, byNode(tree, byOrdinal), count));
    }

    private static long[] byNode(PreOrderTree tree, long[] byOrdinal) {
        boolean[] endsStack = tree.endsStack();
        long[] values = new long[endsStack.length];
        int ordinal = 0;
        for (int node = 0; node < values.length; node++) {
            if (endsStack[node]) {
                values[node] = byOrdinal[ordinal++];
            }
        }
        return values;
    }

    private SelectedValues at(Selection selection) {
        if (selection.callSite().isEmpty()) {
            return this;
        }
        boolean[] below = CallSite.nodesBelow(tree, selection.callSite());
        long[] kept = new long[values.length];
        for (int node = 0; node < kept.length; node++) {
            kept[node] = below[node] ? values[node] : 0;
        }
        return new SelectedValues(tree, kept, profileCount);
    }
}
