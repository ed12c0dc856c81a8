package dev.flamestream.engine.head;

import java.util.Arrays;
import java.util.List;

/** Recomputes the content hash of each node while a log is replayed, and enters the nodes that end a stack. */
final class StackHashes {
    private final HeadIndex index;
    private long[] high = new long[64];
    private long[] low = new long[64];
    private int known = 1;

    StackHashes(HeadIndex index) {
        this.index = index;
        high[0] = StackIndex.EMPTY_HIGH;
        low[0] = StackIndex.EMPTY_LOW;
    }

    void putAll(List<HeadRow> rows) {
        extend();
        for (HeadRow row : rows) {
            int[] nodes = row.nodes();
            for (int node : nodes) {
                index.stacks.put(high[node], low[node], node);
            }
        }
    }

    /** A parent's number is lower than its children's, so one pass over the new nodes does it. */
    private void extend() {
        int count = index.tables.tree.count();
        if (count > high.length) {
            high = Arrays.copyOf(high, count * 2);
            low = Arrays.copyOf(low, count * 2);
        }
        for (int node = known; node < count; node++) {
            int parent = index.tables.tree.parent(node);
            int frame = index.tables.tree.frame(node);
            high[node] = StackIndex.extendHigh(high[parent], frame);
            low[node] = StackIndex.extendLow(low[parent], frame);
        }
        known = count;
    }
}
