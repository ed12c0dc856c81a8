package dev.flamestream.engine.tree;

import java.util.Arrays;

/**
 * Stacks as paths: each node is a frame under a parent, node 0 is the root, and a node's self value is what its stack alone
 * has counted.
 *
 * <p>The one tree type: heads intern stacks into it, queries merge sections into it. A parent's index is always lower than its
 * children's, so that totals are one backward pass. Frames are indexes of a {@link FrameTable} that the owner keeps. Not
 * thread-safe while it grows.
 */
public final class CallTree {
    /** The node under which every stack begins; its frame is -1. */
    public static final int ROOT = 0;

    private int count = 1;
    private int[] parent = new int[64];
    private int[] frame = new int[64];
    private long[] self = new long[64];
    /** Open addressing over (parent, frame); a slot holds the node, 0 is free since the root is nobody's child. */
    private int[] slots = new int[128];

    /** A tree that is its root alone. */
    public CallTree() {
        parent[ROOT] = -1;
        frame[ROOT] = -1;
    }

    /** Number of nodes, the root included. */
    public int count() {
        return count;
    }

    /** Bytes of memory held, to within a few. */
    public long sizeBytes() {
        return 16L * parent.length + 4L * slots.length;
    }

    /** The child of a node for a frame, made if it is not there yet. */
    public int child(int parentNode, int childFrame) {
        int slot = hash(parentNode, childFrame) & (slots.length - 1);
        while (slots[slot] != 0) {
            int node = slots[slot];
            if (parent[node] == parentNode && frame[node] == childFrame) {
                return node;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return add(slot, parentNode, childFrame);
    }

    /** Adds to what a node's own stack has counted, saturating at the ends of the range. */
    public void addSelf(int node, long value) {
        self[node] = SaturatingMath.add(self[node], value);
    }

    /** The parent of a node; -1 for the root. */
    public int parent(int node) {
        return parent[node];
    }

    /** The frame of a node; -1 for the root. */
    public int frame(int node) {
        return frame[node];
    }

    /** What the node's own stack has counted. */
    public long self(int node) {
        return self[node];
    }

    /** For every node its self value and those of all below it, saturating. */
    public long[] totals() {
        long[] totals = Arrays.copyOf(self, count);
        for (int node = count - 1; node > ROOT; node--) {
            totals[parent[node]] = SaturatingMath.add(totals[parent[node]], totals[node]);
        }
        return totals;
    }

    /** All nodes in pre-order, the root first, siblings by the rank of their frames (a permutation of frame indexes). */
    public int[] preOrder(int[] frameRanks) {
        long[] keys = new long[count - 1];
        for (int node = 1; node < count; node++) {
            keys[node - 1] = (long) frameRanks[frame[node]] << 32 | node;
        }
        Arrays.sort(keys);
        int[] firstChild = new int[count];
        int[] nextSibling = new int[count];
        for (int i = keys.length - 1; i >= 0; i--) {
            int node = (int) keys[i];
            nextSibling[node] = firstChild[parent[node]];
            firstChild[parent[node]] = node;
        }
        return walk(firstChild, nextSibling);
    }

    private int[] walk(int[] firstChild, int[] nextSibling) {
        int[] order = new int[count];
        int filled = 0;
        int node = ROOT;
        while (true) {
            order[filled++] = node;
            int next = firstChild[node];
            while (next == 0 && node != ROOT) {
                next = nextSibling[node];
                node = parent[node];
            }
            if (next == 0) {
                return order;
            }
            node = next;
        }
    }

    private int add(int slot, int parentNode, int childFrame) {
        if (count == parent.length) {
            int size = Math.multiplyExact(count, 2);
            parent = Arrays.copyOf(parent, size);
            frame = Arrays.copyOf(frame, size);
            self = Arrays.copyOf(self, size);
        }
        int node = count++;
        parent[node] = parentNode;
        frame[node] = childFrame;
        slots[slot] = node;
        if (count * 2 > slots.length) {
            growSlots();
        }
        return node;
    }

    private void growSlots() {
        slots = new int[Math.multiplyExact(slots.length, 2)];
        for (int node = 1; node < count; node++) {
            int slot = hash(parent[node], frame[node]) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = node;
        }
    }

    private static int hash(int parentNode, int childFrame) {
        long key = ((long) parentNode << 32 | (childFrame & 0xffffffffL)) * 0x9E3779B97F4A7C15L;
        return (int) (key >>> 32) ^ (int) (key >>> 15);
    }
}
