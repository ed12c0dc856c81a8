package dev.flamestream.engine.select.merge;

import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import java.io.IOException;

/**
 * Merges the selected profiles of many sections into one call tree. The selection must name a profile type, since values of
 * different types have no sum.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class TreeMerger {
    private TreeMerger() {}

    /** One node for each path of display names: what flame graphs and function tables are made of. */
    public static MergedTree mergeByName(SectionSet set, Selection selection, QueryLimits limits)
            throws IOException, QueryLimitException {
        throw new UnsupportedOperationException(set + " " + selection + " " + limits);
    }

    /** One node for each path of full frames, lines and binaries included: what pprof is made of. */
    public static MergedTree mergeByFrame(SectionSet set, Selection selection, QueryLimits limits)
            throws IOException, QueryLimitException {
        throw new UnsupportedOperationException(set + " " + selection + " " + limits);
    }
}
