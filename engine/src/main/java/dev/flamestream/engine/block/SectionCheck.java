package dev.flamestream.engine.block;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.tree.SaturatingMath;
import java.util.BitSet;
import java.util.Optional;

/** What must hold of a section's columns; asked before they are written and after they are read. */
public final class SectionCheck {
    private SectionCheck() {}

    /** What is wrong with a tree, if anything: nodes must be as many as announced and in pre-order under one root. */
    public static Optional<String> faultIn(PreOrderTree tree, SectionSummary summary) {
        if (tree.count() != summary.nodeCount()) {
            return Optional.of("expected " + summary.nodeCount() + " nodes, found " + tree.count());
        }
        int previous = -1;
        int[] depth = tree.depth();
        int[] frame = tree.frame();
        int frameCount = tree.frames().count();
        for (int node = 0; node < depth.length; node++) {
            if (depth[node] > previous + 1 || (node == 0 ? depth[node] != 0 : depth[node] < 1)) {
                return Optional.of("node " + node + ": expected depth " + (node == 0 ? "0" : "1 to " + (previous + 1))
                        + ", found " + depth[node]);
            }
            if (node == 0 ? frame[node] != -1 : frame[node] < 0 || frame[node] >= frameCount) {
                return Optional.of("node " + node + ": frame " + frame[node] + " of " + frameCount);
            }
            previous = depth[node];
        }
        return Optional.empty();
    }

    /** What is wrong with profiles, if anything: number, times, and, where they were read, packed samples and that they make the total. */
    public static Optional<String> faultIn(ProfileRows rows, SectionSummary summary, int stackCount) {
        if (rows.count() != summary.profileCount() || rows.count() < 1) {
            return Optional.of("expected " + summary.profileCount() + " profiles, found " + rows.count());
        }
        for (int row = 0; row < rows.count(); row++) {
            long time = rows.timeMillis(row);
            if (time < summary.minTimeMillis() || time > summary.maxTimeMillis()) {
                return Optional.of("profile " + row + ": expected a time in [" + summary.minTimeMillis() + ", "
                        + summary.maxTimeMillis() + "], found " + time);
            }
        }
        return rows.hasSamples() ? faultInSamples(rows, summary, stackCount) : Optional.empty();
    }

    private static Optional<String> faultInSamples(ProfileRows rows, SectionSummary summary, int stackCount) {
        BitSet every = new BitSet(rows.count());
        every.set(0, rows.count());
        return Optional.ofNullable(rows.faultInSamples(every, summary.unit(), stackCount));
    }

    /**
     * What is wrong with a sum that is known from elsewhere, if anything. A sum that ran past 64 bits depends on the order in which
     * it was made, so nothing is said of it.
     */
    public static Optional<String> faultInTotal(long[] values, long total) {
        long sum = 0;
        boolean saturated = SaturatingMath.isSaturated(total);
        for (long value : values) {
            // May wrap in between: the order of the sum does not matter then.
            sum += value;
            saturated |= SaturatingMath.isSaturated(value);
        }
        return sum == total || saturated
                ? Optional.empty()
                : Optional.of("expected a sum of " + total + ", found " + sum);
    }
}
