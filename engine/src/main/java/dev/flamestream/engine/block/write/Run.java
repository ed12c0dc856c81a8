package dev.flamestream.engine.block.write;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.tree.FrameTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The sections that a writer has gathered, over one table of frames, so that what they share is held once. */
final class Run {
    private final FrameTable frames = new FrameTable();
    private final List<BufferedSection> sections = new ArrayList<>();
    private long sectionBytes;

    /** Copies the frames into the run's table, so that the run keeps nothing of the section's own table alive. */
    void add(SectionSummary summary, List<UUID> cutIds, PreOrderTree tree, ProfileRows profiles) {
        PreOrderTree own = new PreOrderTree(frames, tree.depth(), framesOf(tree), tree.endsStack(), tree.self());
        BufferedSection section = new BufferedSection(summary, List.copyOf(cutIds), own, profiles);
        sections.add(section);
        sectionBytes += section.profileBytes() + section.nodeBytes();
    }

    /** Bytes held. */
    long sizeBytes() {
        return sectionBytes + (sections.isEmpty() ? 0 : frames.sizeBytes());
    }

    boolean isEmpty() {
        return sections.isEmpty();
    }

    FrameTable frames() {
        return frames;
    }

    /** The sections in the order of the file. */
    List<BufferedSection> sorted() {
        List<BufferedSection> sorted = new ArrayList<>(sections);
        sorted.sort(BufferedSection.ORDER);
        return sorted;
    }

    private int[] framesOf(PreOrderTree tree) {
        FrameTable from = tree.frames();
        int[] stringOf = new int[from.strings().count()];
        Arrays.fill(stringOf, -1);
        int[] frameOf = new int[from.count()];
        Arrays.fill(frameOf, -1);
        int[] own = tree.frame().clone();
        for (int node = 1; node < own.length; node++) {
            int frame = own[node];
            if (frameOf[frame] < 0) {
                frameOf[frame] = frames.intern(
                        text(from, stringOf, from.function(frame)),
                        text(from, stringOf, from.systemName(frame)),
                        text(from, stringOf, from.file(frame)),
                        from.line(frame),
                        from.startLine(frame),
                        text(from, stringOf, from.mapping(frame)),
                        text(from, stringOf, from.buildId(frame)),
                        from.address(frame),
                        from.inlined(frame));
            }
            own[node] = frameOf[frame];
        }
        return own;
    }

    private int text(FrameTable from, int[] stringOf, int string) {
        if (stringOf[string] < 0) {
            stringOf[string] = frames.strings().intern(from.strings(), string);
        }
        return stringOf[string];
    }
}
