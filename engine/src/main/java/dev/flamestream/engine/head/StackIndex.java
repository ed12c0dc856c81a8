package dev.flamestream.engine.head;

import java.util.concurrent.ThreadLocalRandom;

/**
 * From a stack's content to its node: a stack that is known costs one look-up, however deep it is.
 *
 * <p>Content is a 128-bit hash over the frames from the root on, so two stacks never merge in practice; it is seeded anew by
 * each process, so nobody can make two that do. Not thread-safe.
 */
final class StackIndex {
    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final long HIGH_FACTOR = 0x9E3779B97F4A7C15L;
    private static final long LOW_FACTOR = 0xC2B2AE3D27D4EB4FL;

    /** The hashes of the empty stack, from which all others follow. */
    static final long EMPTY_HIGH = SEED;

    static final long EMPTY_LOW = ~SEED * HIGH_FACTOR;

    private int count;
    private long[] high = new long[128];
    private long[] low = new long[128];
    /** Node + 1, 0 is free. */
    private int[] node = new int[128];

    /** One half of the hash of a stack that goes on by a frame. */
    static long extendHigh(long stack, int frame) {
        long mixed = (stack ^ frame) * HIGH_FACTOR;
        return mixed ^ (mixed >>> 32);
    }

    /** The other half. */
    static long extendLow(long stack, int frame) {
        long mixed = (stack + frame) * LOW_FACTOR;
        return mixed ^ (mixed >>> 29);
    }

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

    /** Remembers the node of a stack; twice does no harm. */
    void put(long stackHigh, long stackLow, int stackNode) {
        int slot = slot(stackLow, high.length);
        while (node[slot] != 0) {
            if (high[slot] == stackHigh && low[slot] == stackLow) {
                return;
            }
            slot = (slot + 1) & (high.length - 1);
        }
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
                int slot = slot(oldLow[i], high.length);
                while (node[slot] != 0) {
                    slot = (slot + 1) & (high.length - 1);
                }
                high[slot] = oldHigh[i];
                low[slot] = oldLow[i];
                node[slot] = oldNode[i];
            }
        }
    }

    private static int slot(long stackLow, int size) {
        return (int) (stackLow >>> 32) & (size - 1);
    }
}
