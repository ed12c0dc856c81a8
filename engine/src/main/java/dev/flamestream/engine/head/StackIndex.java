package dev.flamestream.engine.head;

/**
 * From a stack's hash to its node: a stack that is known costs one look-up, however deep it is.
 *
 * <p>A cache: a stack that is missing is found by walking the tree. It is empty after a replay and fills as profiles come. Not
 * thread-safe.
 */
final class StackIndex {
    private int count;
    private long[] high = new long[128];
    private long[] low = new long[128];
    /** Node + 1, 0 is free. */
    private int[] node = new int[128];

    long sizeBytes() {
        return 20L * high.length;
    }

    /** The node of a stack, -1 if it is not known. */
    int find(long stackHigh, long stackLow) {
        int slot = slot(stackLow, high.length);
        while (node[slot] != 0) {
            if (high[slot] == stackHigh && low[slot] == stackLow) {
                return node[slot] - 1;
            }
            slot = (slot + 1) & (high.length - 1);
        }
        return -1;
    }

    /** Remembers the node of a stack that is not known yet. */
    void put(long stackHigh, long stackLow, int stackNode) {
        int slot = freeSlot(stackLow);
        high[slot] = stackHigh;
        low[slot] = stackLow;
        node[slot] = stackNode + 1;
        if (++count * 2 > high.length) {
            grow();
        }
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        int[] oldNode = node;
        high = new long[oldHigh.length * 2];
        low = new long[oldHigh.length * 2];
        node = new int[oldHigh.length * 2];
        for (int i = 0; i < oldNode.length; i++) {
            if (oldNode[i] != 0) {
                int slot = freeSlot(oldLow[i]);
                high[slot] = oldHigh[i];
                low[slot] = oldLow[i];
                node[slot] = oldNode[i];
            }
        }
    }

    private int freeSlot(long stackLow) {
        int slot = slot(stackLow, high.length);
        while (node[slot] != 0) {
            slot = (slot + 1) & (high.length - 1);
        }
        return slot;
    }

    private static int slot(long stackLow, int size) {
        return (int) (stackLow >>> 32) & (size - 1);
    }
}
