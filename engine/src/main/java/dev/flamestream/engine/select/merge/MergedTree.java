package dev.flamestream.engine.select.merge;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.FrameTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The call tree that the selected profiles make together.
 *
 * <p>A node is there if and only if the sum of its stack, or of a stack below it, is not 0.
 *
 * @param tree no longer grows
 * @param frames what the tree's frames are indexes of; merged by name, a frame has its display name as function and no more
 * @param saturated whether some sum of the tree's values may be past 64 bits and stand at the end of the range instead; a total
 *     of exactly an end is none, a single value there counts as one
 * @param profileCount profiles selected
 * @param partial what is missing, or that a sum is past 64 bits; empty if all is well
 */
public record MergedTree(
        CallTree tree, FrameTable frames, boolean saturated, long profileCount, List<PartialReason> partial) {
    public MergedTree {
        partial = List.copyOf(partial);
    }

    MergedTree with(PartialReason reason) {
        List<PartialReason> reasons = new ArrayList<>(partial);
        reasons.add(reason);
        return new MergedTree(tree, frames, saturated, profileCount, reasons);
    }

    /**
     * The nodes as columns in pre-order, siblings in the order of their frames: by name first. Costs a comparison a
     * node and more; a caller that needs it twice keeps it.
     */
    public PreOrderTree inOrder() {
        return columns(tree, frames, tree.preOrder(frames::compare));
    }

    static PreOrderTree columns(CallTree tree, FrameTable frames, int[] order) {
        int[] depthOfNode = new int[tree.count()];
        for (int node = 1; node < depthOfNode.length; node++) {
            depthOfNode[node] = depthOfNode[tree.parent(node)] + 1;
        }
        int[] depth = new int[order.length];
        int[] frame = new int[order.length];
        boolean[] endsStack = new boolean[order.length];
        long[] self = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            int node = order[i];
            depth[i] = depthOfNode[node];
            frame[i] = tree.frame(node);
            self[i] = tree.self(node);
            endsStack[i] = self[i] != 0;
        }
        return new PreOrderTree(frames, depth, frame, endsStack, self);
    }
}
