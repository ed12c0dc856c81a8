package dev.flamestream.engine.flame;

import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.tree.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Pyroscope's binary tree format: the nodes depth-first from a root without a name, of several children the last one first.
 *
 * <pre>
 * node = uvarint bytes of the name, the name as UTF-8, uvarint self, uvarint number of children, the children
 * </pre>
 *
 * <p>The reader computes totals. Values are exact: a negative self is written as its 64 bits, ten bytes long, which a reader that
 * converts to a signed number gets back.
 */
public final class TreeBytes {
    private TreeBytes() {}

    /** Encodes a tree merged by name, truncated as {@link FlameGraph#of} does. No bytes for an empty tree. */
    public static byte[] encode(MergedTree merged, int maxNodes) {
        Outline outline = Outline.exact(merged, maxNodes);
        if (outline.count() == 1 && outline.self(0) == 0) {
            return new byte[0];
        }
        int[] subtreeEnd = subtreeEnds(outline);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] pending = new int[outline.count()];
        int pendingCount = 1;
        while (pendingCount > 0) {
            int node = pending[--pendingCount];
            int before = pendingCount;
            for (int child = node + 1; child < subtreeEnd[node]; child = subtreeEnd[child]) {
                pending[pendingCount++] = child;
            }
            byte[] name = node == 0
                    ? new byte[0]
                    : outline.names().get(outline.name(node)).getBytes(StandardCharsets.UTF_8);
            writeVarint(bytes, name.length);
            bytes.writeBytes(name);
            writeVarint(bytes, outline.self(node));
            writeVarint(bytes, pendingCount - before);
        }
        return bytes.toByteArray();
    }

    /** For each node, the first one behind it that is not below it. */
    private static int[] subtreeEnds(Outline outline) {
        int[] ends = new int[outline.count()];
        int[] path = new int[outline.count() + 1];
        int open = -1;
        for (int node = 0; node < ends.length; node++) {
            for (; open >= outline.depth(node); open--) {
                ends[path[open]] = node;
            }
            path[++open] = node;
        }
        for (; open >= 0; open--) {
            ends[path[open]] = ends.length;
        }
        return ends;
    }

    private static void writeVarint(ByteArrayOutputStream target, long value) {
        byte[] bytes = new byte[Varints.MAX_LONG_BYTES];
        target.write(bytes, 0, Varints.write(bytes, 0, value));
    }
}
