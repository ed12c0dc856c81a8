package dev.flamestream.engine.select.merge;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionFault;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Merges the selected profiles of many sections into one call tree.
 *
 * <p>The selection must name a profile type, since values of different types have no sum. A damaged section is left out and
 * named in the result; a store that is away throws. A sum that is past 64 bits
 * stands at the end of the range, and the result says so.
 */
public final class TreeMerger {
    /** Memory of a section's tree and of the values at its nodes while it is merged: depth, frame, ends stack, self, value. */
    static final int BYTES_PER_SECTION_NODE = 4 + 4 + 1 + 8 + 8;

    private final Selection selection;
    private final QueryLimits limits;
    private final FrameDetail detail;
    private final PathMerger merger;
    private final List<PartialReason> partial = new ArrayList<>();
    private long profileCount;

    private TreeMerger(Selection selection, QueryLimits limits, FrameDetail detail) {
        if (selection.profileType().isEmpty()) {
            throw new IllegalArgumentException("expected a selection with a profile type, found " + selection);
        }
        this.selection = selection;
        this.limits = limits;
        this.detail = detail;
        this.merger = new PathMerger(detail == FrameDetail.NAME, limits);
    }

    /** One node for each path of display names: what flame graphs and function tables are made of. */
    public static MergedTree mergeByName(SectionSet set, Selection selection, QueryLimits limits)
            throws IOException, QueryLimitException {
        return new TreeMerger(selection, limits, FrameDetail.NAME).merge(set);
    }

    /** One node for each path of full frames, lines and binaries included: what pprof is made of. */
    public static MergedTree mergeByFrame(SectionSet set, Selection selection, QueryLimits limits)
            throws IOException, QueryLimitException {
        return new TreeMerger(selection, limits, FrameDetail.FULL).merge(set);
    }

    private MergedTree merge(SectionSet set) throws IOException, QueryLimitException {
        limits.checkSections(set.sections().size());
        partial.addAll(set.partial());
        for (Section section : set.sections()) {
            add(section);
        }
        MergedTree merged = merger.finish(profileCount, partial);
        if (!merged.saturated()) {
            return merged;
        }
        partial.add(PartialReason.sumOverflow(selection.profileType().orElseThrow()));
        return new MergedTree(merged.tree(), merged.frames(), true, profileCount, partial);
    }

    private void add(Section section) throws IOException, QueryLimitException {
        SectionSummary summary = section.summary();
        limits.checkBytes(merger.sizeBytes() + (long) summary.nodeCount() * BYTES_PER_SECTION_NODE);
        try {
            Optional<SelectedValues> selected = SelectedValues.read(section, selection, detail);
            if (selected.isPresent()) {
                merger.add(selected.get().tree(), selected.get().values());
                profileCount += selected.get().profileCount();
            }
        } catch (CorruptBlockException e) {
            partial.add(SectionFault.leftOut(summary, e));
        }
    }
}
