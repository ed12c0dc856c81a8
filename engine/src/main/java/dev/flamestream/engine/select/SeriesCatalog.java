package dev.flamestream.engine.select;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.RowDetail;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.select.SectionFilter.Share;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which profile types, labels and series have profiles in a selection.
 *
 * <p>Answers from the sections' summaries where they suffice and reads rows where they do not. All labels of {@link
 * SeriesLabels} count, the derived ones included. A damaged section is left out and named in {@link #partial()}. Not
 * thread-safe; make one a request.
 */
public final class SeriesCatalog {
    private final SectionSet set;
    private final Selection selection;
    private final QueryLimits limits;
    private final Set<PartialReason> partial;

    /** Looks at nothing yet. */
    public SeriesCatalog(SectionSet set, Selection selection, QueryLimits limits) {
        this.set = set;
        this.selection = selection;
        this.limits = limits;
        this.partial = new LinkedHashSet<>(set.partial());
    }

    /** What is missing from the answers given so far. */
    public List<PartialReason> partial() {
        return List.copyOf(partial);
    }

    /** Profile types, in order of their ids. */
    public List<ProfileType> profileTypes() throws IOException, QueryLimitException {
        TreeMap<String, ProfileType> types = new TreeMap<>();
        forEachSection(section -> {
            ProfileType type = section.summary().profileType();
            if (!types.containsKey(type.id()) && isSelected(section)) {
                types.put(type.id(), type);
            }
        });
        return List.copyOf(types.values());
    }

    /** Names of labels that are set on a selected series. */
    public SortedSet<String> labelNames() throws IOException, QueryLimitException {
        TreeSet<String> names = new TreeSet<>();
        forEachSection(section -> {
            SectionSummary summary = section.summary();
            if (isWhole(summary)) {
                names.addAll(summary.labels().names());
                names.addAll(SeriesLabels.derived(summary).asMap().keySet());
            } else {
                readSeries(section)
                        .forEach(labels -> names.addAll(labels.asMap().keySet()));
            }
        });
        return names;
    }

    /** Values that a label takes among the selected series, without the empty one. */
    public SortedSet<String> labelValues(String name) throws IOException, QueryLimitException {
        TreeSet<String> values = new TreeSet<>();
        forEachSection(section -> {
            SectionSummary summary = section.summary();
            Optional<SortedSet<String>> listed = listedValues(summary, name);
            if (SeriesLabels.DERIVED.contains(name)) {
                if (!values.containsAll(listed.orElseThrow()) && isSelected(section)) {
                    values.addAll(listed.orElseThrow());
                }
            } else if (isWhole(summary) && listed.isPresent()) {
                values.addAll(listed.get());
            } else {
                readSeries(section).forEach(labels -> values.add(labels.value(name)));
            }
        });
        values.remove("");
        return values;
    }

    /** Distinct label sets of the selected series, cut down to some labels (all, if none is named), without empty sets, sorted. */
    public List<Labels> series(Collection<String> labelNames) throws IOException, QueryLimitException {
        TreeSet<Labels> series = new TreeSet<>(SeriesLabels.ORDER);
        forEachSection(section -> {
            Optional<List<Labels>> known = isWhole(section.summary()) && !labelNames.isEmpty()
                    ? fromSummary(section.summary(), labelNames)
                    : Optional.empty();
            List<Labels> found = known.isPresent() ? known.get() : readSeries(section);
            for (Labels labels : found) {
                series.add(labelNames.isEmpty() ? labels : labels.only(labelNames));
            }
            limits.checkSeries(series.size());
        });
        series.remove(Labels.EMPTY);
        return List.copyOf(series);
    }

    /**
     * All combinations of some labels, if the summary tells them: no more than one of the labels may take several values,
     * since which values occur together is not in it.
     */
    private static Optional<List<Labels>> fromSummary(SectionSummary section, Collection<String> labelNames) {
        List<Labels> combinations = List.of(Labels.EMPTY);
        for (String name : new LinkedHashSet<>(labelNames)) {
            Optional<SortedSet<String>> values = listedValues(section, name);
            if (values.isEmpty() || (values.get().size() > 1 && combinations.size() > 1)) {
                return Optional.empty();
            }
            List<Labels> longer = new ArrayList<>();
            for (Labels labels : combinations) {
                values.get().forEach(value -> longer.add(labels.with(name, value)));
            }
            combinations = longer;
        }
        return Optional.of(combinations);
    }

    private static Optional<SortedSet<String>> listedValues(SectionSummary section, String name) {
        return SeriesLabels.DERIVED.contains(name)
                ? Optional.of(new TreeSet<>(Set.of(SeriesLabels.derived(section).value(name))))
                : section.labels().values(name);
    }

    private boolean isWhole(SectionSummary section) {
        return SectionFilter.share(selection, section) == Share.ALL;
    }

    private boolean isSelected(Section section) throws IOException {
        return isWhole(section.summary()) || !readSeries(section).isEmpty();
    }

    /** All labels of the series with selected profiles, read from the rows. */
    private List<Labels> readSeries(Section section) throws IOException {
        ProfileRows rows = section.readProfiles(RowDetail.TOTALS);
        boolean[] found = SelectedRows.of(selection, section.summary(), rows).seriesWithRows();
        List<Labels> series = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            if (found[i]) {
                series.add(SeriesLabels.of(section.summary(), rows.series().get(i)));
            }
        }
        return series;
    }

    private interface SectionVisitor {
        void visit(Section section) throws IOException, QueryLimitException;
    }

    private void forEachSection(SectionVisitor visitor) throws IOException, QueryLimitException {
        limits.checkSections(set.sections().size());
        for (Section section : set.sections()) {
            if (SectionFilter.share(selection, section.summary()) == Share.NONE) {
                continue;
            }
            try {
                visitor.visit(section);
            } catch (CorruptBlockException e) {
                partial.add(SectionFault.leftOut(section.summary(), e));
            }
        }
    }
}
