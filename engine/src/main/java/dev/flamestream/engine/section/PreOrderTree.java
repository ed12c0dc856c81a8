package dev.flamestream.engine.section;

import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.SaturatingMath;

/**
 * A section's call tree as columns, one entry a node in pre-order, the root first with depth 0.
 *
 * <p>The form in which trees are stored and merged. A node whose {@link #endsStack} is true has a <i>stack ordinal</i>: how
 * many such nodes stand before it. Profiles name their stacks by it. The arrays are the columns themselves, shared and not
 * copied: nobody writes to them once the tree is made. The root's frame is -1.
 */
public final class PreOrderTree {
    private final FrameTable frames;
    private final int[] depth;
    private final int[] frame;
    private final boolean[] endsStack;
    private final long[] self;

    /** Takes the arrays over; all have one length, the number of nodes. */
    public PreOrderTree(FrameTable frames, int[] depth, int[] frame, boolean[] endsStack, long[] self) {
        if (depth.length != frame.length || depth.length != endsStack.length || depth.length != self.length) {
            throw new IllegalArgumentException("columns of different length: " + depth.length + ", " + frame.length
                    + ", " + endsStack.length + ", " + self.length);
        }
        this.frames = frames;
        this.depth = depth;
        this.frame = frame;
        this.endsStack = endsStack;
        this.self = self;
    }

    /** The table that {@link #frame} indexes. It may hold frames of other trees too. */
    public FrameTable frames() {
        return frames;
    }

    /** Number of nodes. */
    public int count() {
        return depth.length;
    }

    /** Depth of each node; 0 for the root, which stands first. */
    public int[] depth() {
        return depth;
    }

    /** Frame of each node; -1 for the root. */
    public int[] frame() {
        return frame;
    }

    /** Whether a stack of the section ends at the node. */
    public boolean[] endsStack() {
        return endsStack;
    }

    /** Sum over the section of the values of the stack that ends at the node, in the type's unit; 0 where none ends. */
    public long[] self() {
        return self;
    }

    /** Number of stacks. */
    public int stackCount() {
        int stacks = 0;
        for (boolean ends : endsStack) {
            stacks += ends ? 1 : 0;
        }
        return stacks;
    }

    /** Depth of the deepest node. */
    public int maxDepth() {
        int max = 0;
        for (int d : depth) {
            max = Math.max(max, d);
        }
        return max;
    }

    /** For every node its self value and those of all below it, saturating. */
    public long[] totals() {
        long[] totals = self.clone();
        long[] open = new long[maxDepth() + 2];
        for (int node = depth.length - 1; node >= 0; node--) {
            // open[d] gathers the totals of the nodes at depth d that stand behind this one and still lack their
            // parent.
            totals[node] = SaturatingMath.add(totals[node], open[depth[node] + 1]);
            open[depth[node] + 1] = 0;
            open[depth[node]] = SaturatingMath.add(open[depth[node]], totals[node]);
        }
        return totals;
    }
}
