package dev.flamestream.engine.select.merge;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.select.SectionFault;
import dev.flamestream.engine.tree.FrameTable;
import java.io.IOException;

/** A section's tree, checked to be one: the walk over it relies on that, and a merge cannot be undone half-way. */
public final class SectionTree {
    private SectionTree() {}

    /** Reads the tree of a section; frames that must be made are made in the table. */
    public static PreOrderTree read(Section section, FrameDetail detail, FrameTable frames) throws IOException {
        PreOrderTree tree = section.readTree(detail, frames);
        check(section.summary(), tree);
        return tree;
    }

    private static void check(SectionSummary section, PreOrderTree tree) throws CorruptBlockException {
        int[] depth = tree.depth();
        int[] frame = tree.frame();
        if (depth.length == 0 || depth[0] != 0) {
            throw SectionFault.corrupt(section, "tree, node 0", "expected the root, found none");
        }
        int frameCount = tree.frames().count();
        for (int node = 1; node < depth.length; node++) {
            if (depth[node] < 1 || depth[node] > depth[node - 1] + 1) {
                throw SectionFault.corrupt(
                        section, "tree, node " + node, "depth " + depth[node] + " after depth " + depth[node - 1]);
            }
            if (frame[node] < 0 || frame[node] >= frameCount) {
                throw SectionFault.corrupt(section, "tree, node " + node, "frame " + frame[node] + " of " + frameCount);
            }
        }
    }
}
