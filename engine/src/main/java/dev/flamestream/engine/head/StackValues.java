package dev.flamestream.engine.head;

import java.util.Arrays;

/**
 * The stacks of one profile of one series, ascending by node, and their values by sample type; or what changed from one such
 * profile to the next. Owns its arrays, which grow and are reused. Not thread-safe.
 */
final class StackValues {
    private static final long[] NONE = {};

    int count;
    /** One for each stack; the rest is free. */
    int[] nodes = {};
    /** By type, then stack. */
    long[][] values = {};

    private int typeCount;

    int typeCount() {
        return typeCount;
    }

    /** Stacks times types. */
    long valueCount() {
        return (long) count * typeCount;
    }

    /** Bytes of memory held, to within a few. */
    long sizeBytes() {
        return nodes.length * (Integer.BYTES + (long) Long.BYTES * typeCount);
    }

    /** Forgets all stacks and has room for so many of so many types. */
    void begin(int types, int stacks) {
        count = 0;
        typeCount = types;
        if (values.length < types) {
            int had = values.length;
            values = Arrays.copyOf(values, types);
            Arrays.fill(values, had, types, NONE);
        }
        grow(stacks);
    }

    /**
     * Becomes what {@link #add} makes {@code after} of {@code before}: the stacks of which a value is not the same, with the
     * differences. They wrap around at the ends of the 64-bit range, and so do the sums, which makes them exact.
     *
     * @return false, with half of it done, if these are not fewer stacks than {@code after} has
     */
    boolean difference(StackValues before, StackValues after) {
        begin(after.typeCount, after.count);
        int old = 0;
        int now = 0;
        while (old < before.count || now < after.count) {
            if (count == after.count) {
                return false;
            }
            int oldNode = old < before.count ? before.nodes[old] : Integer.MAX_VALUE;
            int nowNode = now < after.count ? after.nodes[now] : Integer.MAX_VALUE;
            long changed = 0;
            for (int type = 0; type < typeCount; type++) {
                long change = (nowNode <= oldNode ? after.values[type][now] : 0)
                        - (oldNode <= nowNode ? before.values[type][old] : 0);
                values[type][count] = change;
                changed |= change;
            }
            nodes[count] = Math.min(oldNode, nowNode);
            count += changed == 0 ? 0 : 1;
            old += oldNode <= nowNode ? 1 : 0;
            now += nowNode <= oldNode ? 1 : 0;
        }
        return count < after.count;
    }

    /** Adds a difference, wrapping around; stacks that it lists and of which all values are 0 then are gone. */
    void add(StackValues difference) {
        insert(difference);
        boolean anyIsGone = false;
        int at = 0;
        for (int i = 0; i < difference.count; i++) {
            at = Arrays.binarySearch(nodes, at, count, difference.nodes[i]);
            long any = 0;
            for (int type = 0; type < typeCount; type++) {
                values[type][at] += difference.values[type][i];
                any |= values[type][at];
            }
            anyIsGone |= any == 0;
        }
        if (anyIsGone) {
            removeZeros();
        }
    }

    /** Makes the stacks that another has and this has not, with values of 0. */
    private void insert(StackValues other) {
        int missing = 0;
        int at = 0;
        for (int i = 0; i < other.count; i++) {
            int found = Arrays.binarySearch(nodes, at, count, other.nodes[i]);
            missing += found < 0 ? 1 : 0;
            at = found < 0 ? -found - 1 : found;
        }
        if (missing == 0) {
            return;
        }
        grow(count + missing);
        // From the end, so that each stack moves once and onto no other.
        int old = count - 1;
        count += missing;
        int added = other.count - 1;
        for (int to = count - 1; to > old; to--) {
            if (old >= 0 && nodes[old] >= other.nodes[added]) {
                added -= nodes[old] == other.nodes[added] ? 1 : 0;
                move(old--, to);
            } else {
                nodes[to] = other.nodes[added--];
                for (int type = 0; type < typeCount; type++) {
                    values[type][to] = 0;
                }
            }
        }
    }

    private void removeZeros() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            long any = 0;
            for (int type = 0; type < typeCount; type++) {
                any |= values[type][i];
            }
            if (any != 0) {
                move(i, kept++);
            }
        }
        count = kept;
    }

    private void move(int from, int to) {
        nodes[to] = nodes[from];
        for (int type = 0; type < typeCount; type++) {
            values[type][to] = values[type][from];
        }
    }

    private void grow(int stacks) {
        if (nodes.length < stacks) {
            // Some room to spare, since most series grow by a stack now and then.
            nodes = Arrays.copyOf(nodes, stacks + stacks / 8);
        }
        for (int type = 0; type < typeCount; type++) {
            if (values[type].length < nodes.length) {
                values[type] = Arrays.copyOf(values[type], nodes.length);
            }
        }
    }
}
