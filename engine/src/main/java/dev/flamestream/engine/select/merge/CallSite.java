package dev.flamestream.engine.select.merge;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.tree.FrameTable;
import java.util.List;

/** The beginning that a selection's stacks must have, in a section's tree. */
public final class CallSite {
    private CallSite() {}

    /** For each node, whether its path begins with functions of these display names, root first. */
    public static boolean[] nodesBelow(PreOrderTree tree, List<String> names) {
        FrameTable frames = tree.frames();
        int[] depth = tree.depth();
        int[] frame = tree.frame();
        boolean[] below = new boolean[tree.count()];
        // How many of the names the current path begins with.
        int matched = 0;
        for (int node = 0; node < below.length; node++) {
            int d = depth[node];
            matched = Math.min(matched, Math.max(d - 1, 0));
            boolean next = d > 0 && d <= names.size() && matched == d - 1;
            if (next && frames.displayName(frame[node]).equals(names.get(d - 1))) {
                matched = d;
            }
            below[node] = matched == names.size();
        }
        return below;
    }
}
