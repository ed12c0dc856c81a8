package dev.flamestream.engine.timeline;

import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import java.io.IOException;
import java.util.List;

/**
 * The timelines of a selection.
 *
 * @param series sorted by their labels
 * @param partial what is missing, empty if nothing
 */
@SuppressWarnings("DoNotCallSuggester")
public record Timelines(List<Timeline> series, List<PartialReason> partial) {
    public Timelines {
        series = List.copyOf(series);
        partial = List.copyOf(partial);
    }

    /**
     * Sums profiles into points. The selection's own range is not looked at: sections must have been searched with {@link
     * SeriesRequest#searchRange()}.
     */
    public static Timelines of(SectionSet set, Selection selection, SeriesRequest request, QueryLimits limits)
            throws IOException, QueryLimitException {
        throw new UnsupportedOperationException(set + " " + selection + " " + request + " " + limits);
    }
}
