package dev.flamestream.engine.select.merge;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.SaturatingMath;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one walk that merges: trees in pre-order go in, one call tree comes out.
 *
 * <p>What was merged can be merged again through {@link MergedTree#inOrder()}, so that parts of a query may be merged apart.
 */
final class PathMerger {
    private final boolean byName;
    private final QueryLimits limits;
    private final CallTree tree = new CallTree();
    private final FrameTable frames = new FrameTable();
    private @Nullable FrameMapping mapping;
    /** By depth: the frame of the walked tree that the current path has there, and its node in the result. */
    private int[] pathFrame = new int[64];

    private int[] pathNode = new int[64];

    PathMerger(boolean byName, QueryLimits limits) {
        this.byName = byName;
        this.limits = limits;
    }

    long sizeBytes() {
        return tree.sizeBytes() + frames.sizeBytes();
    }

    /** What the result's frames are indexes of. A tree over this very table is added without looking up its frames. */
    FrameTable frames() {
        return frames;
    }

    /** Adds a tree with a value for each of its nodes; only the paths to values other than 0 come into the result. */
    void add(PreOrderTree added, long[] values) throws QueryLimitException {
        FrameMapping map = added.frames() == frames ? null : mappingOf(added.frames());
        tree.reserve(added.count());
        int[] depth = added.depth();
        int[] frame = added.frame();
        // Nodes of the result are made from the root down only once a value needs them: pathNode is valid up to this
        // depth.
        int made = 0;
        for (int node = 0; node < depth.length; node++) {
            int d = depth[node];
            if (d == pathFrame.length) {
                pathFrame = Arrays.copyOf(pathFrame, d * 2);
                pathNode = Arrays.copyOf(pathNode, d * 2);
            }
            pathFrame[d] = frame[node];
            made = Math.min(made, Math.max(d - 1, 0));
            if (values[node] != 0) {
                for (; made < d; made++) {
                    pathNode[made + 1] = tree.child(
                            pathNode[made], map == null ? pathFrame[made + 1] : map.map(pathFrame[made + 1]));
                }
                tree.addSelf(pathNode[d], values[node]);
                limits.checkNodes(tree.count());
            }
        }
    }

    /** Adds all that another has merged, in the order in which it stands there. */
    void add(PathMerger other) throws QueryLimitException {
        PreOrderTree added = MergedTree.columns(other.tree, other.frames, other.tree.preOrder());
        add(added, added.self());
    }

    /** The result; nothing may be added afterwards. */
    MergedTree finish(long profileCount, List<PartialReason> partial) {
        CallTree pruned = withoutZeroLeaves();
        return new MergedTree(pruned, frames, mayOverflow(pruned), profileCount, partial);
    }

    /**
     * Whether some sum of a tree's values may be past 64 bits, of whichever of them and in whatever order: one that stands at an
     * end already, or all magnitudes together. So it holds for every form of answer that adds them up again, clients included.
     */
    private static boolean mayOverflow(CallTree tree) {
        long magnitudes = 0;
        for (int node = 0; node < tree.count(); node++) {
            long self = tree.self(node);
            magnitudes += Math.abs(self);
            if (SaturatingMath.isSaturated(self) || magnitudes < 0) {
                return true;
            }
        }
        return false;
    }

    private FrameMapping mappingOf(FrameTable table) {
        if (mapping == null || !mapping.covers(table)) {
            mapping = new FrameMapping(table, frames, byName);
        }
        return mapping;
    }

    /** Values of two sections may cancel out; which sections a stack came in must not show. */
    private CallTree withoutZeroLeaves() {
        boolean[] kept = new boolean[tree.count()];
        int keptCount = 1;
        for (int node = tree.count() - 1; node > CallTree.ROOT; node--) {
            kept[node] |= tree.self(node) != 0;
            kept[tree.parent(node)] |= kept[node];
            keptCount += kept[node] ? 1 : 0;
        }
        if (keptCount == tree.count()) {
            return tree;
        }
        CallTree copy = new CallTree();
        int[] nodeInCopy = new int[tree.count()];
        copy.addSelf(CallTree.ROOT, tree.self(CallTree.ROOT));
        for (int node = 1; node < tree.count(); node++) {
            if (kept[node]) {
                nodeInCopy[node] = copy.child(nodeInCopy[tree.parent(node)], tree.frame(node));
                copy.addSelf(nodeInCopy[node], tree.self(node));
            }
        }
        return copy;
    }
}
