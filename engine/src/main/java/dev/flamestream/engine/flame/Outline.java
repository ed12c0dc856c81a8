package dev.flamestream.engine.flame;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.SaturatingMath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A merged tree as it is shown: names in place of frames, and no more nodes than asked for, ties apart.
 *
 * <p>Columns in pre-order, the root first, siblings in name order. With more nodes than asked for, a node stays if its total is
 * at least that of the n-th largest. Siblings that go become one last child named {@code other}, and so does a child that has
 * this name of its own.
 */
final class Outline {
    /** Name of the root. */
    static final String TOTAL = "total";

    /** Name of what was folded together. */
    static final String OTHER = "other";

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> nameIndexes = new HashMap<>();
    private int count;
    private int[] depth = new int[64];
    private int[] name = new int[64];
    private long[] self = new long[64];
    private long[] total = new long[64];

    private Outline() {}

    /** The outline with values as they are, negative ones included. */
    static Outline exact(MergedTree merged, int maxNodes) {
        return of(merged.inOrder(), maxNodes, Long.MIN_VALUE);
    }

    /**
     * The outline with values that can be drawn as widths: stacks with a negative sum count as 0, and if the sum of all is past 64
     * bits, every value is halved until it is not. Nodes without width are left out.
     */
    static Outline drawable(MergedTree merged, int maxNodes) {
        PreOrderTree tree = merged.inOrder();
        long[] widths = Widths.of(tree.self());
        return of(new PreOrderTree(tree.frames(), tree.depth(), tree.frame(), tree.endsStack(), widths), maxNodes, 1);
    }

    int count() {
        return count;
    }

    List<String> names() {
        return names;
    }

    int depth(int node) {
        return depth[node];
    }

    /** Index into {@link #names}; 0 for the root. */
    int name(int node) {
        return name[node];
    }

    long self(int node) {
        return self[node];
    }

    long total(int node) {
        return total[node];
    }

    private static Outline of(PreOrderTree tree, int maxNodes, long minTotal) {
        if (maxNodes < 1) {
            throw new IllegalArgumentException("expected a node limit of at least 1, found " + maxNodes);
        }
        long[] totals = tree.totals();
        Outline outline = new Outline();
        outline.fill(tree, totals, Math.max(minTotal, threshold(totals, maxNodes)));
        return outline;
    }

    /** The total that a node must have to stay; the root is not counted. */
    private static long threshold(long[] totals, int maxNodes) {
        if (totals.length - 1 <= maxNodes) {
            return Long.MIN_VALUE;
        }
        return Quickselect.largest(Arrays.copyOfRange(totals, 1, totals.length), maxNodes);
    }

    private void fill(PreOrderTree tree, long[] totals, long threshold) {
        int[] nameOfFrame = new int[tree.frames().count()];
        // By depth: the sum of what was folded among the children that the current path has there.
        long[] folded = new long[tree.maxDepth() + 2];
        append(0, nameIndex(TOTAL), tree.self()[0], totals[0]);
        int open = 0;
        int node = 1;
        while (node < tree.count()) {
            int d = tree.depth()[node];
            closeTo(d, open, folded);
            int frameName = nameOf(tree.frames(), nameOfFrame, tree.frame()[node]);
            if (totals[node] >= threshold && !names.get(frameName).equals(OTHER)) {
                append(d, frameName, tree.self()[node], totals[node]);
                folded[d + 1] = 0;
                open = d;
                node++;
            } else {
                folded[d] = SaturatingMath.add(folded[d], totals[node]);
                open = d - 1;
                node = skip(tree.depth(), node);
            }
        }
        closeTo(0, open, folded);
    }

    /** Ends all nodes of the path that a node of this depth does not stand below. */
    private void closeTo(int nextDepth, int open, long[] folded) {
        for (int d = open + 1; d > nextDepth; d--) {
            if (folded[d] != 0) {
                append(d, nameIndex(OTHER), folded[d], folded[d]);
                folded[d] = 0;
            }
        }
    }

    private static int skip(int[] depth, int node) {
        int next = node + 1;
        while (next < depth.length && depth[next] > depth[node]) {
            next++;
        }
        return next;
    }

    private int nameOf(FrameTable frames, int[] nameOfFrame, int frame) {
        if (nameOfFrame[frame] == 0) {
            nameOfFrame[frame] = nameIndex(frames.displayName(frame)) + 1;
        }
        return nameOfFrame[frame] - 1;
    }

    private int nameIndex(String text) {
        Integer known = nameIndexes.putIfAbsent(text, names.size());
        if (known == null) {
            names.add(text);
            return names.size() - 1;
        }
        return known;
    }

    private void append(int nodeDepth, int nodeName, long nodeSelf, long nodeTotal) {
        if (count == depth.length) {
            int size = Math.multiplyExact(count, 2);
            depth = Arrays.copyOf(depth, size);
            name = Arrays.copyOf(name, size);
            self = Arrays.copyOf(self, size);
            total = Arrays.copyOf(total, size);
        }
        depth[count] = nodeDepth;
        name[count] = nodeName;
        self[count] = nodeSelf;
        total[count++] = nodeTotal;
    }
}
