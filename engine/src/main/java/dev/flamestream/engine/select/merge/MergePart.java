package dev.flamestream.engine.select.merge;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionFault;
import dev.flamestream.engine.select.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What one thread has merged of a selection. Not thread-safe; the count of bytes is shared by all parts of a merge. */
final class MergePart {
    /** Memory of a section's tree and of the values at its nodes while it is merged: depth, frame, ends stack, self, value. */
    static final int BYTES_PER_SECTION_NODE = 4 + 4 + 1 + 8 + 8;

    private final Selection selection;
    private final QueryLimits limits;
    private final FrameDetail detail;
    private final PathMerger merger;
    private final AtomicLong heldBytes;
    private final List<PartialReason> partial = new ArrayList<>();
    private long profileCount;
    private long countedBytes;

    MergePart(Selection selection, QueryLimits limits, FrameDetail detail, AtomicLong heldBytes) {
        this.selection = selection;
        this.limits = limits;
        this.detail = detail;
        this.heldBytes = heldBytes;
        this.merger = new PathMerger(detail == FrameDetail.NAME, limits);
    }

    /** Adds what is selected of a section; one that is damaged is left out and named. */
    void add(Section section) throws IOException, QueryLimitException {
        SectionSummary summary = section.summary();
        count((long) summary.nodeCount() * BYTES_PER_SECTION_NODE);
        try {
            Optional<SelectedValues> selected = SelectedValues.read(section, selection, detail, merger.frames());
            if (selected.isPresent()) {
                merger.add(selected.get().tree(), selected.get().values());
                profileCount += selected.get().profileCount();
            }
        } catch (CorruptBlockException e) {
            partial.add(SectionFault.leftOut(summary, e));
        }
    }

    /** Adds all of another part, which nothing may be added to afterwards. */
    void add(MergePart other) throws QueryLimitException {
        count(0);
        merger.add(other.merger);
        profileCount += other.profileCount;
        partial.addAll(other.partial);
    }

    MergedTree finish(List<PartialReason> before) {
        List<PartialReason> all = new ArrayList<>(before);
        all.addAll(partial);
        return merger.finish(profileCount, all);
    }

    private void count(long sectionBytes) throws QueryLimitException {
        long bytes = merger.sizeBytes() + sectionBytes;
        limits.checkBytes(heldBytes.addAndGet(bytes - countedBytes));
        countedBytes = bytes;
    }
}
