package dev.flamestream.engine.flame;

import dev.flamestream.engine.select.merge.MergedTree;
import java.util.List;

/**
 * A call tree laid out as rows of boxes, one row a depth, in the encoding of Pyroscope's API.
 *
 * <p>Row 0 is one box named {@code total}. Each box is 4 numbers: x offset, total, self, index of its name. The offset counts
 * from the end of the box before it in the row; children begin at their parent's x plus its self, and always lie within it.
 *
 * <p>A box cannot have a negative width: stacks with a negative sum are left out, and so the total is that of the others. If
 * the sum of all stacks is past 64 bits, all values are halved until it fits: the proportions stay.
 */
public final class FlameGraph {
    private static final int NUMBERS_PER_BOX = 4;

    private final List<String> names;
    private final long[][] levels;
    private final long total;
    private final long maxSelf;

    private FlameGraph(List<String> names, long[][] levels, long total, long maxSelf) {
        this.names = List.copyOf(names);
        this.levels = levels;
        this.total = total;
        this.maxSelf = maxSelf;
    }

    /**
     * Lays out a tree merged by name. Of more than {@code maxNodes} nodes, at least 1, those stay whose total is at least that of
     * the n-th largest, ties included; the rest goes into boxes named {@code other}.
     */
    public static FlameGraph of(MergedTree merged, int maxNodes) {
        Outline outline = Outline.drawable(merged, maxNodes);
        long maxSelf = 0;
        for (int node = 0; node < outline.count(); node++) {
            maxSelf = Math.max(maxSelf, outline.self(node));
        }
        return new FlameGraph(outline.names(), layOut(outline), outline.total(0), maxSelf);
    }

    private static long[][] layOut(Outline outline) {
        int[] boxCounts = boxCounts(outline);
        long[][] levels = new long[boxCounts.length][];
        for (int d = 0; d < levels.length; d++) {
            levels[d] = new long[boxCounts[d] * NUMBERS_PER_BOX];
        }
        int[] filled = new int[levels.length];
        // By depth: where the last box ended, and where the next child of the current path begins.
        long[] end = new long[levels.length];
        long[] next = new long[levels.length + 1];
        for (int node = 0; node < outline.count(); node++) {
            int d = outline.depth(node);
            long x = next[d];
            levels[d][filled[d]++] = x - end[d];
            levels[d][filled[d]++] = outline.total(node);
            levels[d][filled[d]++] = outline.self(node);
            levels[d][filled[d]++] = outline.name(node);
            end[d] = x + outline.total(node);
            next[d] = end[d];
            next[d + 1] = x + outline.self(node);
        }
        return levels;
    }

    private static int[] boxCounts(Outline outline) {
        int maxDepth = 0;
        for (int node = 0; node < outline.count(); node++) {
            maxDepth = Math.max(maxDepth, outline.depth(node));
        }
        int[] counts = new int[maxDepth + 1];
        for (int node = 0; node < outline.count(); node++) {
            counts[outline.depth(node)]++;
        }
        return counts;
    }

    /** Names of functions; the first is {@code total}. */
    public List<String> names() {
        return names;
    }

    /** Rows, from the root down; shared, not copied. */
    public long[][] levels() {
        return levels;
    }

    /** Sum of all stacks that are drawn. */
    public long total() {
        return total;
    }

    /** Largest self value of a box. */
    public long maxSelf() {
        return maxSelf;
    }
}
