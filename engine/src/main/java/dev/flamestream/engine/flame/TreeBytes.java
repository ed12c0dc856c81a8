package dev.flamestream.engine.flame;

import dev.flamestream.engine.select.merge.MergedTree;

/** Pyroscope's binary tree format. */
@SuppressWarnings("DoNotCallSuggester")
public final class TreeBytes {
    private TreeBytes() {}

    /** Encodes a tree merged by name, truncated as {@link FlameGraph#of} does. No bytes for an empty tree. */
    public static byte[] encode(MergedTree merged, int maxNodes) {
        throw new UnsupportedOperationException(merged + " " + maxNodes);
    }
}
