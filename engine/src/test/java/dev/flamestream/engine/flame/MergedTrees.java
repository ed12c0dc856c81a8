package dev.flamestream.engine.flame;

import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.select.merge.TreeMerger;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Merged trees from text. */
final class MergedTrees {
    static final TimeRange RANGE = new TimeRange(0, 1000);
    static final Selection ALL = Selection.of(Sections.TENANT, Sections.CPU, List.of(), RANGE);

    private MergedTrees() {}

    static MergedTree byName(String... stacks) throws IOException, QueryLimitException {
        return byName(
                List.of(Sections.section().profile(Labels.EMPTY, 1, stacks).build()));
    }

    static MergedTree byName(List<Section> sections) throws IOException, QueryLimitException {
        return TreeMerger.mergeByName(SectionSet.complete(sections), ALL, QueryLimits.DEFAULT);
    }

    static MergedTree byFrame(Map<List<Frame>, Long> sums) throws IOException, QueryLimitException {
        return byFrame(List.of(Sections.section().profile(Labels.EMPTY, 1, sums).build()));
    }

    static MergedTree byFrame(List<Section> sections) throws IOException, QueryLimitException {
        return TreeMerger.mergeByFrame(SectionSet.complete(sections), ALL, QueryLimits.DEFAULT);
    }
}
