package dev.flamestream.engine.flame;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.select.merge.MergedTree;
import java.io.IOException;

/**
 * Writes a merged tree as folded stacks: a line {@code main;parse;read 12} for each stack, root first.
 *
 * <p>Stacks whose sum is 0 have no line; negative sums are written as they are. A stack without frames is a line that begins
 * with the space. The format has no escapes, so a semicolon within a name becomes a colon and a line break a space.
 */
public final class FoldedExport {
    private FoldedExport() {}

    /** Writes all stacks. */
    public static void write(MergedTree merged, Appendable target) throws IOException {
        PreOrderTree tree = merged.inOrder();
        String[] names = new String[merged.frames().count()];
        StringBuilder path = new StringBuilder();
        // Length of the path's text by depth.
        int[] lengths = new int[tree.maxDepth() + 1];
        for (int node = 0; node < tree.count(); node++) {
            int depth = tree.depth()[node];
            if (depth > 0) {
                int frame = tree.frame()[node];
                path.setLength(lengths[depth - 1]);
                path.append(depth > 1 ? ";" : "").append(name(merged, names, frame));
                lengths[depth] = path.length();
            }
            if (tree.self()[node] != 0) {
                target.append(path)
                        .append(" ")
                        .append(Long.toString(tree.self()[node]))
                        .append("\n");
            }
        }
    }

    private static String name(MergedTree merged, String[] names, int frame) {
        if (names[frame] == null) {
            names[frame] = merged.frames()
                    .displayName(frame)
                    .replace(';', ':')
                    .replace('\n', ' ')
                    .replace('\r', ' ');
        }
        return names[frame];
    }
}
