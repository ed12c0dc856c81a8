package dev.flamestream.engine.flame;

import dev.flamestream.engine.select.merge.MergedTree;
import java.io.IOException;

/** Writes a merged tree as folded stacks: a line {@code main;parse;read 12} for each stack, root first. */
@SuppressWarnings("DoNotCallSuggester")
public final class FoldedExport {
    private FoldedExport() {}

    /** Writes all stacks. */
    public static void write(MergedTree merged, Appendable target) throws IOException {
        throw new UnsupportedOperationException(merged + " " + target);
    }
}
