package dev.flamestream.engine.flame;

import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.FrameTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    private int count;
    private int[] depth = new int[64];
    private int[] name = new int[64];
    private long[] self = new long[64];
    private long[] total = new long[64];

    private Outline() {}

    /** The outline with values as they are, negative ones included. */
    static Outline exact(MergedTree merged, int maxNodes) {
        return of(merged, merged.tree().selfValues(), maxNodes, Long.MIN_VALUE);
    }

    /**
     * The outline with values that can be drawn as widths: stacks with a negative sum count as 0, and if the sum of all is past 64
     * bits, every value is halved until it is not. Nodes without width are left out.
     */
    static Outline drawable(MergedTree merged, int maxNodes) {
        return of(merged, Widths.of(merged.tree().selfValues()), maxNodes, 1);
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

    private static Outline of(MergedTree merged, long[] self, int maxNodes, long minTotal) {
        if (maxNodes < 1) {
            throw new IllegalArgumentException("expected a node limit of at least 1, found " + maxNodes);
        }
        long[] totals = merged.tree().totals(self);
        Folding folding = Folding.of(merged, self, totals, Math.max(minTotal, threshold(totals, maxNodes)));
        Outline outline = new Outline();
        outline.fill(folding, merged.frames());
        return outline;
    }

    /** The total that a node must have to stay; the root is not counted. */
    private static long threshold(long[] totals, int maxNodes) {
        if (totals.length - 1 <= maxNodes) {
            return Long.MIN_VALUE;
        }
        return Quickselect.largest(Arrays.copyOfRange(totals, 1, totals.length), maxNodes);
    }

    private void fill(Folding folding, FrameTable frames) {
        CallTree tree = folding.tree();
        int[] depthOfNode = new int[tree.count()];
        // A name's index + 1; the last is that of what was folded.
        int[] nameOfFrame = new int[frames.count() + 1];
        names.add(TOTAL);
        append(0, 0, folding.self(CallTree.ROOT), folding.total(CallTree.ROOT));
        for (int node : tree.preOrder(folding.order(frames))) {
            if (node != CallTree.ROOT && !folding.isEmpty(node)) {
                depthOfNode[node] = depthOfNode[tree.parent(node)] + 1;
                int nodeName = nameOf(folding, frames, nameOfFrame, tree.frame(node));
                append(depthOfNode[node], nodeName, folding.self(node), folding.total(node));
            }
        }
    }

    private int nameOf(Folding folding, FrameTable frames, int[] nameOfFrame, int frame) {
        if (nameOfFrame[frame] == 0) {
            String text = frame == folding.otherFrame() ? OTHER : frames.displayName(frame);
            // Merged by name no two frames have one name, but one may be called like the root.
            if (!text.equals(TOTAL)) {
                names.add(text);
            }
            nameOfFrame[frame] = text.equals(TOTAL) ? 1 : names.size();
        }
        return nameOfFrame[frame] - 1;
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
