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
    private CallTree tree = new CallTree();
    private final FrameTable frames = new FrameTable();
    private @Nullable FrameMapping mapping;
    /** By depth: the frame of the walked tree that the current path has there, and its node in the result. */
    private int[] pathFrame = new int[64];

    private int[] pathNode = new int[64];
    /** Whether the walk made that node for this path, so that nothing is below it but what the walk has appended. */
    private boolean[] pathIsNew = new boolean[64];

    /** Whether {@link CallTree#child} finds all that is in the tree. */
    private boolean isIndexed = true;

    /** Sum of all values added, without their signs; stays at the end of the range. */
    private long magnitudes;

    private boolean hasNegative;

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
        tree.reserve(added.count());
        if (tree.count() == 1 && tree.self(CallTree.ROOT) == 0) {
            walk(added, values, true);
            if (!tree.hasTwins(frames.count())) {
                isIndexed = false;
                return;
            }
            // Siblings of one name did not stand side by side: no block of ours is so.
            tree = new CallTree();
            magnitudes = 0;
            tree.reserve(added.count());
        } else if (!isIndexed) {
            tree.indexAll();
            isIndexed = true;
        }
        walk(added, values, false);
    }

    /**
     * The walk. Into an empty tree no node needs to be looked for, since siblings stand in order: where equal names follow one
     * another, and only there, paths meet.
     */
    private void walk(PreOrderTree added, long[] values, boolean intoEmpty) throws QueryLimitException {
        FrameMapping map = added.frames() == frames ? null : mappingOf(added.frames());
        int[] depth = added.depth();
        int[] frame = added.frame();
        // Nodes of the result are made from the root down only once a value needs them: pathNode is valid up to this
        // depth.
        int made = 0;
        pathIsNew[0] = intoEmpty;
        for (int node = 0; node < depth.length; node++) {
            int d = depth[node];
            if (d == pathFrame.length) {
                pathFrame = Arrays.copyOf(pathFrame, d * 2);
                pathNode = Arrays.copyOf(pathNode, d * 2);
                pathIsNew = Arrays.copyOf(pathIsNew, d * 2);
            }
            pathFrame[d] = frame[node];
            made = Math.min(made, Math.max(d - 1, 0));
            long value = values[node];
            if (value != 0) {
                for (; made < d; made++) {
                    int childFrame = pathFrame[made + 1];
                    step(made, map == null ? childFrame : map.map(childFrame), intoEmpty);
                }
                tree.addSelf(pathNode[d], value);
                count(value);
                limits.checkNodes(tree.count());
            }
        }
    }

    /** Goes from the path's node at a depth to its child. */
    private void step(int depth, int childFrame, boolean intoEmpty) {
        int before = tree.count();
        int child = pathIsNew[depth]
                ? tree.appendChild(pathNode[depth], childFrame)
                : tree.child(pathNode[depth], childFrame);
        pathNode[depth + 1] = child;
        boolean isNew = intoEmpty && tree.count() > before;
        pathIsNew[depth + 1] = isNew;
        if (intoEmpty && !isNew) {
            // A second node of the walked tree comes into this one, and may bring any of its children again.
            tree.index(child);
        }
    }

    private void count(long value) {
        hasNegative |= value < 0;
        magnitudes = SaturatingMath.add(magnitudes, value < 0 ? SaturatingMath.multiply(value, -1) : value);
    }

    /** Adds all that another has merged, in the order in which it stands there. */
    void add(PathMerger other) throws QueryLimitException {
        PreOrderTree added = MergedTree.columns(other.tree, other.frames, other.tree.preOrder());
        add(added, added.self());
    }

    /** The result; nothing may be added afterwards. */
    MergedTree finish(long profileCount, List<PartialReason> partial) {
        // Only values of both signs cancel out, and what all of them together do not reach no sum of some can pass.
        CallTree pruned = hasNegative ? withoutZeroLeaves() : tree;
        boolean saturated = SaturatingMath.isSaturated(magnitudes) && mayOverflow(pruned);
        return new MergedTree(pruned, frames, saturated, profileCount, partial);
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
