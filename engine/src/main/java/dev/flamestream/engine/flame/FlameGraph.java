package dev.flamestream.engine.flame;

import dev.flamestream.engine.select.merge.MergedTree;
import java.util.List;

/**
 * A call tree laid out as rows of boxes, one row a depth, in the encoding of Pyroscope's API.
 *
 * <p>Row 0 is one box named {@code total}. Each box is 4 numbers: x offset, total, self, index of its name. The offset counts
 * from the end of the box before it in the row; children begin at their parent's x plus its self.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class FlameGraph {
    private final List<String> names;
    private final long[][] levels;
    private final long total;
    private final long maxSelf;

    FlameGraph(List<String> names, long[][] levels, long total, long maxSelf) {
        this.names = List.copyOf(names);
        this.levels = levels;
        this.total = total;
        this.maxSelf = maxSelf;
    }

    /** Lays out a tree merged by name, keeping about as many nodes as asked for, at least 1; the rest is in {@code other}. */
    public static FlameGraph of(MergedTree merged, int maxNodes) {
        if (maxNodes < 1) {
            return new FlameGraph(List.of("total"), new long[][] {{0, 0, 0, 0}}, 0, 0);
        }
        throw new UnsupportedOperationException(merged + " " + maxNodes);
    }

    /** Names of functions; the first is {@code total}. */
    public List<String> names() {
        return names;
    }

    /** Rows, from the root down; shared, not copied. */
    public long[][] levels() {
        return levels;
    }

    /** Sum of all stacks. */
    public long total() {
        return total;
    }

    /** Largest self value of a box. */
    public long maxSelf() {
        return maxSelf;
    }
}
