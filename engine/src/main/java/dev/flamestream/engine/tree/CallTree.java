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

    /** So many children of a node are looked through one after the other; those behind them have a hash table. */
    private static final int FEW_CHILDREN = 8;

    private int count = 1;
    private int[] parent = new int[64];
    private int[] frame = new int[64];
    private long[] self = new long[64];
    /** Children are a chain: the first of a node, and the next behind each; 0 ends it, since the root is nobody's child. */
    private int[] firstChild = new int[64];

    private int[] nextSibling = new int[64];
    /** The child that was last asked for: trees that are merged mostly ask for the same again, or for the one behind it. */
    private int[] lastChild = new int[64];
    /** Open addressing over (parent, frame) of the children that stand behind the first few; 0 is free. */
    private int[] slots = new int[128];

    private int hashedCount;

    /** A tree that is its root alone. */
    public CallTree() {
        parent[ROOT] = -1;
        frame[ROOT] = -1;
    }

    /** Number of nodes, the root included. */
    public int count() {
        return count;
    }

    /** Makes room for so many nodes in all, so that a large tree that comes does not grow by doubling. */
    public void reserve(int nodeCount) {
        if (nodeCount > parent.length) {
            resize(nodeCount);
        }
    }

    /** Bytes of memory held, to within a few. */
    public long sizeBytes() {
        return 28L * parent.length + 4L * slots.length;
    }

    /** The child of a node for a frame, made if it is not there yet. */
    public int child(int parentNode, int childFrame) {
        int last = lastChild[parentNode];
        if (last != 0) {
            if (frame[last] == childFrame) {
                return last;
            }
            int next = nextSibling[last];
            if (next != 0 && frame[next] == childFrame) {
                lastChild[parentNode] = next;
                return next;
            }
        }
        int node = findOrAdd(parentNode, childFrame);
        lastChild[parentNode] = node;
        return node;
    }

    /**
     * The child of a node for a frame, for a caller who adds all children of a node one after the other, equal ones side by side: only
     * the last one is looked at. Before anybody asks for a {@link #child} of such a node, its children must be {@link #index indexed};
     * {@link #hasTwins} says whether the caller was right.
     */
    public int appendChild(int parentNode, int childFrame) {
        int last = lastChild[parentNode];
        if (last != 0 && frame[last] == childFrame) {
            return last;
        }
        int node = last == 0 ? addFirst(parentNode, childFrame) : addBehind(last, parentNode, childFrame);
        lastChild[parentNode] = node;
        return node;
    }

    /** Makes a node's children known to {@link #child}, however they were added. Costs a step for each of them. */
    public void index(int parentNode) {
        int seen = 0;
        for (int node = firstChild[parentNode]; node != 0; node = nextSibling[node]) {
            if (++seen > FEW_CHILDREN && !isHashed(node)) {
                addHashed(node);
            }
        }
    }

    /** Makes the children of all nodes known to {@link #child}. */
    public void indexAll() {
        for (int node = 0; node < count; node++) {
            index(node);
        }
    }

    /** Whether two children of some node have one frame. */
    public boolean hasTwins(int frameCount) {
        // By frame: the last node that had a child of it.
        int[] parentOf = new int[frameCount];
        Arrays.fill(parentOf, -1);
        for (int node = 0; node < count; node++) {
            int first = firstChild[node];
            if (first != 0 && nextSibling[first] != 0) {
                for (int child = first; child != 0; child = nextSibling[child]) {
                    if (parentOf[frame[child]] == node) {
                        return true;
                    }
                    parentOf[frame[child]] = node;
                }
            }
        }
        return false;
    }

    private int findOrAdd(int parentNode, int childFrame) {
        int before = 0;
        int node = firstChild[parentNode];
        int seen = 0;
        for (; node != 0 && seen < FEW_CHILDREN; seen++) {
            if (frame[node] == childFrame) {
                return node;
            }
            before = node;
            node = nextSibling[node];
        }
        if (seen == FEW_CHILDREN) {
            return findOrAddHashed(before, parentNode, childFrame);
        }
        return before == 0 ? addFirst(parentNode, childFrame) : addBehind(before, parentNode, childFrame);
    }

    private int addFirst(int parentNode, int childFrame) {
        int node = add(parentNode, childFrame);
        firstChild[parentNode] = node;
        return node;
    }

    private int addBehind(int sibling, int parentNode, int childFrame) {
        int node = add(parentNode, childFrame);
        nextSibling[node] = nextSibling[sibling];
        nextSibling[sibling] = node;
        return node;
    }

    /** Beyond the last of the first few children. */
    private int findOrAddHashed(int lastOfFew, int parentNode, int childFrame) {
        int slot = hash(parentNode, childFrame) & (slots.length - 1);
        while (slots[slot] != 0) {
            int node = slots[slot];
            if (parent[node] == parentNode && frame[node] == childFrame) {
                return node;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        // Behind the last one asked for, if it is no one of the few, so that the chain keeps the order of arrival.
        int last = lastChild[parentNode];
        int node = addBehind(isHashed(last) ? last : lastOfFew, parentNode, childFrame);
        fill(slot, node);
        return node;
    }

    private void addHashed(int node) {
        int slot = hash(parent[node], frame[node]) & (slots.length - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        fill(slot, node);
    }

    private void fill(int slot, int node) {
        slots[slot] = node;
        if (++hashedCount * 2 > slots.length) {
            growSlots();
        }
    }

    private boolean isHashed(int node) {
        int slot = hash(parent[node], frame[node]) & (slots.length - 1);
        while (slots[slot] != 0) {
            if (slots[slot] == node) {
                return true;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return false;
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
        return totals(self);
    }

    /** The same for other self values, one a node. */
    public long[] totals(long[] selfValues) {
        long[] totals = Arrays.copyOf(selfValues, count);
        for (int node = count - 1; node > ROOT; node--) {
            totals[parent[node]] = SaturatingMath.add(totals[parent[node]], totals[node]);
        }
        return totals;
    }

    /** The self values of all nodes. Allocates. */
    public long[] selfValues() {
        return Arrays.copyOf(self, count);
    }

    /** An order of frames. */
    @FunctionalInterface
    public interface FrameOrder {
        /** Less than 0 if the left frame comes first, more than 0 if the right one does; 0 only for one and the same. */
        int compare(int leftFrame, int rightFrame);
    }

    /** All nodes in pre-order, the root first, siblings as they stand. */
    public int[] preOrder() {
        return walk(firstChild, nextSibling);
    }

    /** All nodes in pre-order, the root first, siblings in an order of their frames. */
    public int[] preOrder(FrameOrder frameOrder) {
        int[] first = Arrays.copyOf(firstChild, count);
        int[] next = Arrays.copyOf(nextSibling, count);
        for (int node = 0; node < count; node++) {
            // Trees that come from blocks are in order already: looking costs one comparison a node, sorting many.
            int siblings = 1;
            boolean sorted = true;
            for (int child = first[node]; child != 0 && next[child] != 0; child = next[child]) {
                sorted = sorted && frameOrder.compare(frame[child], frame[next[child]]) < 0;
                siblings++;
            }
            if (!sorted) {
                sortChildren(node, siblings, frameOrder, first, next);
            }
        }
        return walk(first, next);
    }

    private void sortChildren(int node, int childCount, FrameOrder frameOrder, int[] first, int[] next) {
        Integer[] children = new Integer[childCount];
        int filled = 0;
        for (int child = first[node]; child != 0; child = next[child]) {
            children[filled++] = child;
        }
        Arrays.sort(children, (left, right) -> frameOrder.compare(frame[left], frame[right]));
        first[node] = children[0];
        for (int i = 0; i < childCount; i++) {
            next[children[i]] = i + 1 < childCount ? children[i + 1] : 0;
        }
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

    private int add(int parentNode, int childFrame) {
        if (count == parent.length) {
            resize(Math.multiplyExact(count, 2));
        }
        int node = count++;
        parent[node] = parentNode;
        frame[node] = childFrame;
        return node;
    }

    private void resize(int size) {
        parent = Arrays.copyOf(parent, size);
        frame = Arrays.copyOf(frame, size);
        self = Arrays.copyOf(self, size);
        firstChild = Arrays.copyOf(firstChild, size);
        nextSibling = Arrays.copyOf(nextSibling, size);
        lastChild = Arrays.copyOf(lastChild, size);
    }

    private void growSlots() {
        int[] old = slots;
        slots = new int[Math.multiplyExact(old.length, 2)];
        for (int node : old) {
            if (node != 0) {
                int slot = hash(parent[node], frame[node]) & (slots.length - 1);
                while (slots[slot] != 0) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = node;
            }
        }
    }

    private static int hash(int parentNode, int childFrame) {
        long key = ((long) parentNode << 32 | (childFrame & 0xffffffffL)) * 0x9E3779B97F4A7C15L;
        return (int) (key >>> 32) ^ (int) (key >>> 15);
    }
}
