package dev.flamestream.engine.head;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The samples that one type of a series has, profile after profile in the order of the log: where one is a difference, it is added
 * to the one before. Stacks stand in ascending order of a key, those of value 0 are left out. Not thread-safe.
 */
final class RunningSamples {
    /** By node; null where nodes are the keys. */
    private final int @Nullable [] keys;

    private int count;
    private int[] stacks = new int[64];
    private long[] values = new long[64];
    private boolean hasNewStacks;

    /** What the profile lists: as many as are not 0. */
    private int listedCount;

    private int[] listedStacks = new int[64];
    private long[] listedValues = new long[64];
    private int[] spareStacks = new int[64];
    private long[] spareValues = new long[64];
    private long[] order = new long[64];

    private RunningSamples(int @Nullable [] keys) {
        this.keys = keys;
    }

    /** With nodes for keys. */
    static RunningSamples byNode() {
        return new RunningSamples(null);
    }

    /** With the keys of an array by node; a node that has a value somewhere must have one. */
    static RunningSamples by(int[] keys) {
        return new RunningSamples(keys);
    }

    /** Goes on to the next profile; to the first of another series or type too, which is none that is a difference. */
    void next(HeadRow row, int type) {
        long[] all = row.values(type);
        list(all.length == 0 ? new int[0] : row.nodes(), all);
        if (!row.isDifference) {
            count = 0;
        }
        hasNewStacks = !row.isDifference;
        if (listedCount > 0) {
            add();
        }
    }

    int count() {
        return count;
    }

    /** The keys; those past the count are anything. Overwritten by what follows. */
    int[] stacks() {
        return stacks;
    }

    /** One for each stack, none of them 0. Overwritten by what follows. */
    long[] values() {
        return values;
    }

    /** Whether the stacks may be others than those of the profile before. */
    boolean hasNewStacks() {
        return hasNewStacks;
    }

    private void list(int[] nodes, long[] all) {
        if (listedStacks.length < nodes.length) {
            listedStacks = new int[nodes.length * 2];
            listedValues = new long[nodes.length * 2];
            order = new long[nodes.length * 2];
        }
        listedCount = 0;
        for (int i = 0; i < nodes.length; i++) {
            if (all[i] != 0) {
                // The key in the high half and the place in the low, to bring the values along when sorting by key.
                order[listedCount++] = (long) (keys == null ? nodes[i] : keys[nodes[i]]) << 32 | i;
            }
        }
        if (keys != null) {
            Arrays.sort(order, 0, listedCount);
        }
        for (int i = 0; i < listedCount; i++) {
            listedStacks[i] = (int) (order[i] >>> 32);
            listedValues[i] = all[(int) order[i]];
        }
    }

    /** The sums wrap around, as the differences did. */
    private void add() {
        int most = count + listedCount;
        if (spareStacks.length < most) {
            spareStacks = new int[most * 2];
            spareValues = new long[most * 2];
        }
        int size = 0;
        int old = 0;
        int added = 0;
        while (old < count || added < listedCount) {
            int oldStack = old < count ? stacks[old] : Integer.MAX_VALUE;
            int addedStack = added < listedCount ? listedStacks[added] : Integer.MAX_VALUE;
            long value =
                    (oldStack <= addedStack ? values[old++] : 0) + (addedStack <= oldStack ? listedValues[added++] : 0);
            hasNewStacks |= addedStack < oldStack || value == 0;
            spareStacks[size] = Math.min(oldStack, addedStack);
            spareValues[size] = value;
            size += value == 0 ? 0 : 1;
        }
        swap(size);
    }

    private void swap(int size) {
        int[] freeStacks = stacks;
        long[] freeValues = values;
        stacks = spareStacks;
        values = spareValues;
        spareStacks = freeStacks;
        spareValues = freeValues;
        count = size;
    }
}
