package dev.flamestream.engine.select.merge;

import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Merges the selected profiles of many sections into one call tree.
 *
 * <p>The selection must name a profile type, since values of different types have no sum. A damaged section is left out and
 * named in the result; a store that is away throws. A sum that is past 64 bits stands at the end of the range, and the result
 * says so. Threads take one section after another until none is left,
 * each into a tree of its own; the trees are merged in the end.
 */
public final class TreeMerger {
    private final SectionSet set;
    private final Selection selection;
    private final QueryLimits limits;
    private final FrameDetail detail;
    private final AtomicInteger nextSection = new AtomicInteger();
    private final AtomicLong heldBytes = new AtomicLong();

    private TreeMerger(SectionSet set, Selection selection, QueryLimits limits, FrameDetail detail) {
        if (selection.profileType().isEmpty()) {
            throw new IllegalArgumentException("expected a selection with a profile type, found " + selection);
        }
        this.set = set;
        this.selection = selection;
        this.limits = limits;
        this.detail = detail;
    }

    /** One node for each path of display names: what flame graphs and function tables are made of. */
    public static MergedTree mergeByName(SectionSet set, Selection selection, QueryLimits limits, MergeThreads threads)
            throws IOException, QueryLimitException {
        return new TreeMerger(set, selection, limits, FrameDetail.NAME).merge(threads);
    }

    /** The same by the caller's thread alone. */
    public static MergedTree mergeByName(SectionSet set, Selection selection, QueryLimits limits)
            throws IOException, QueryLimitException {
        return mergeByName(set, selection, limits, MergeThreads.CALLER);
    }

    /** One node for each path of full frames, lines and binaries included: what pprof is made of. */
    public static MergedTree mergeByFrame(SectionSet set, Selection selection, QueryLimits limits, MergeThreads threads)
            throws IOException, QueryLimitException {
        return new TreeMerger(set, selection, limits, FrameDetail.FULL).merge(threads);
    }

    /** The same by the caller's thread alone. */
    public static MergedTree mergeByFrame(SectionSet set, Selection selection, QueryLimits limits)
            throws IOException, QueryLimitException {
        return mergeByFrame(set, selection, limits, MergeThreads.CALLER);
    }

    private MergedTree merge(MergeThreads threads) throws IOException, QueryLimitException {
        int sections = set.sections().size();
        limits.checkSections(sections);
        List<HelpingPart> helpers = new ArrayList<>();
        for (int i = 1; i < Math.min(threads.threadCount(), sections); i++) {
            HelpingPart helper = new HelpingPart(this::mergePart);
            helpers.add(helper);
            threads.executor().execute(helper);
        }
        MergePart merged;
        try {
            merged = mergePart();
        } catch (IOException | QueryLimitException | RuntimeException e) {
            // Whoever helps still stops at the next section.
            nextSection.set(sections);
            throw e;
        }
        for (HelpingPart helper : helpers) {
            Optional<MergePart> part = helper.await();
            if (part.isPresent()) {
                merged.add(part.get());
            }
        }
        MergedTree tree = merged.finish(set.partial());
        return tree.saturated()
                ? tree.with(PartialReason.sumOverflow(selection.profileType().orElseThrow()))
                : tree;
    }

    private MergePart mergePart() throws IOException, QueryLimitException {
        MergePart part = new MergePart(selection, limits, detail, heldBytes);
        for (int i = nextSection.getAndIncrement(); i < set.sections().size(); i = nextSection.getAndIncrement()) {
            part.add(set.sections().get(i));
        }
        return part;
    }
}
