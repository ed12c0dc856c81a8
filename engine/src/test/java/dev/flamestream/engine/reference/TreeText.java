package dev.flamestream.engine.reference;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.select.merge.MergedTree;
import java.util.SortedMap;
import java.util.TreeMap;

/** Trees as text for tests: a line a node, two spaces a level, {@code parse 30 (self 10)}. */
public final class TreeText {
    private TreeText() {}

    /** A merged tree; its root has a line, named {@code -}, only if it has a self value. */
    public static String of(MergedTree merged) {
        return of(merged.inOrder());
    }

    /** A section's tree, in its own order. */
    public static String of(PreOrderTree tree) {
        long[] totals = tree.totals();
        StringBuilder text = new StringBuilder();
        for (int node = 0; node < tree.count(); node++) {
            int depth = tree.depth()[node];
            if (depth > 0 || tree.self()[node] != 0) {
                String name = depth == 0 ? "-" : tree.frames().displayName(tree.frame()[node]);
                text.append("  ".repeat(Math.max(0, depth - 1)))
                        .append(name + " " + totals[node] + " (self " + tree.self()[node] + ")\n");
            }
        }
        return text.toString();
    }

    /** A merged tree's sums by folded stack, without those that are 0. */
    public static SortedMap<String, Long> folded(MergedTree merged, Naming naming) {
        PreOrderTree tree = merged.inOrder();
        TreeMap<String, Long> sums = new TreeMap<>();
        String[] path = new String[tree.maxDepth() + 1];
        for (int node = 0; node < tree.count(); node++) {
            int depth = tree.depth()[node];
            String name = depth == 0 ? "" : naming.text(tree.frames().get(tree.frame()[node]));
            path[depth] = depth <= 1 ? name : path[depth - 1] + ";" + name;
            if (tree.self()[node] != 0) {
                sums.merge(path[depth], tree.self()[node], Long::sum);
            }
        }
        return sums;
    }
}
