package dev.flamestream.engine.select;

import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;

/**
 * Which profile types, labels and series have profiles in a selection.
 *
 * <p>Answers from the sections' summaries where they suffice and reads rows where they do not. All labels of {@link
 * SeriesLabels} count, the derived ones included. A damaged section is left out and named in {@link #partial()}. Not
 * thread-safe; make one a request.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SeriesCatalog {
    private final SectionSet set;

    /** Looks at nothing yet. */
    public SeriesCatalog(SectionSet set, Selection selection, QueryLimits limits) {
        this.set = set;
        throw new UnsupportedOperationException(selection + " " + limits);
    }

    /** Profile types, in order of their ids. */
    public List<ProfileType> profileTypes() throws IOException, QueryLimitException {
        throw new UnsupportedOperationException();
    }

    /** Names of labels that are set on a selected series. */
    public SortedSet<String> labelNames() throws IOException, QueryLimitException {
        throw new UnsupportedOperationException();
    }

    /** Values that a label takes among the selected series, without the empty one. */
    public SortedSet<String> labelValues(String name) throws IOException, QueryLimitException {
        throw new UnsupportedOperationException(name);
    }

    /** Distinct label sets of the selected series, cut down to some labels (all, if none is named), without empty sets, sorted. */
    public List<Labels> series(Collection<String> labelNames) throws IOException, QueryLimitException {
        throw new UnsupportedOperationException(labelNames.toString());
    }

    /** What is missing from the answers given so far. */
    public List<PartialReason> partial() {
        return set.partial();
    }
}
