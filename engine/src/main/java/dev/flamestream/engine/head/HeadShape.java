package dev.flamestream.engine.head;

import dev.flamestream.engine.tree.CallTree;
import org.jspecify.annotations.Nullable;

/** The order and depth of a head's nodes, worked out once for all its sections. Safe for concurrent use. */
final class HeadShape {
    private final HeadTables tables;
    private int @Nullable [] preOrder;
    private int @Nullable [] depths;

    HeadShape(HeadTables tables) {
        this.tables = tables;
    }

    HeadTables tables() {
        return tables;
    }

    /** All nodes in pre-order, siblings in the order of their frames. */
    synchronized int[] preOrder() {
        if (preOrder == null) {
            preOrder = tables.tree.preOrder(tables.frames::compare);
        }
        return preOrder;
    }

    /** Depth by node; the root's is 0. */
    synchronized int[] depths() {
        if (depths == null) {
            CallTree tree = tables.tree;
            int[] byNode = new int[tree.count()];
            for (int node = 1; node < byNode.length; node++) {
                byNode[node] = byNode[tree.parent(node)] + 1;
            }
            depths = byNode;
        }
        return depths;
    }
}
