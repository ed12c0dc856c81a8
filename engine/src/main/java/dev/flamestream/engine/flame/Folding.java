package dev.flamestream.engine.flame;

import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.StringTable;
import java.nio.charset.StandardCharsets;

/**
 * A tree without what is too small to show: siblings below the threshold, and all under them, are one last sibling of the frame
 * {@link #otherFrame}.
 *
 * <p>Comes before everything that costs something for each node or name: of a third of a million nodes some thousands are shown.
 */
final class Folding {
    /** What is below a folded node is nowhere in the tree. */
    private static final int NOWHERE = -1;

    private final CallTree tree;
    private final long[] self;
    private final long[] totals;
    private final int otherFrame;

    private Folding(CallTree tree, long[] self, long[] totals, int otherFrame) {
        this.tree = tree;
        this.self = self;
        this.totals = totals;
        this.otherFrame = otherFrame;
    }

    /** Folds a tree merged by name, of which the self values and totals to show are given. */
    static Folding of(MergedTree merged, long[] self, long[] totals, long threshold) {
        CallTree tree = merged.tree();
        FrameTable frames = merged.frames();
        int otherFrame = frames.count();
        // A function of this name goes into the same box, or there would be two of one name side by side.
        int other = idOf(Outline.OTHER, frames.strings());
        boolean[] kept = new boolean[tree.count()];
        int keptCount = 1;
        kept[CallTree.ROOT] = true;
        for (int node = 1; node < tree.count(); node++) {
            kept[node] = kept[tree.parent(node)]
                    && totals[node] >= threshold
                    && (other < 0 || frames.function(tree.frame(node)) != other);
            keptCount += kept[node] ? 1 : 0;
        }
        return keptCount == tree.count()
                ? new Folding(tree, self, totals, otherFrame)
                : fold(tree, self, totals, kept, keptCount, otherFrame);
    }

    private static Folding fold(
            CallTree tree, long[] self, long[] totals, boolean[] kept, int keptCount, int otherFrame) {
        CallTree folded = new CallTree();
        // A node that stays has at most one child for those that do not.
        long[] foldedTotals = new long[2 * keptCount];
        int[] nodeInFolded = new int[tree.count()];
        folded.addSelf(CallTree.ROOT, self[CallTree.ROOT]);
        foldedTotals[CallTree.ROOT] = totals[CallTree.ROOT];
        for (int node = 1; node < tree.count(); node++) {
            int parent = nodeInFolded[tree.parent(node)];
            nodeInFolded[node] = NOWHERE;
            if (kept[node]) {
                int inFolded = folded.child(parent, tree.frame(node));
                nodeInFolded[node] = inFolded;
                folded.addSelf(inFolded, self[node]);
                foldedTotals[inFolded] = totals[node];
            } else if (parent != NOWHERE) {
                int others = folded.child(parent, otherFrame);
                folded.addSelf(others, totals[node]);
                foldedTotals[others] = folded.self(others);
            }
        }
        return new Folding(folded, folded.selfValues(), foldedTotals, otherFrame);
    }

    private static int idOf(String text, StringTable strings) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return strings.find(utf8, 0, utf8.length);
    }

    /** The nodes that stay, and those that stand for others. */
    CallTree tree() {
        return tree;
    }

    /** Self value of a node. */
    long self(int node) {
        return self[node];
    }

    /** Total of a node. */
    long total(int node) {
        return totals[node];
    }

    /** The frame of what was folded, one behind the last real one. */
    int otherFrame() {
        return otherFrame;
    }

    /** Siblings by name, what was folded last. */
    CallTree.FrameOrder order(FrameTable frames) {
        return (left, right) -> left == otherFrame || right == otherFrame
                ? Boolean.compare(left == otherFrame, right == otherFrame)
                : frames.compare(left, right);
    }

    /** Whether a node stands for others that come to nothing. */
    boolean isEmpty(int node) {
        return tree.frame(node) == otherFrame && totals[node] == 0;
    }
}
