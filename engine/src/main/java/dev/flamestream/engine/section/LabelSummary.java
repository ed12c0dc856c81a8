package dev.flamestream.engine.section;

import dev.flamestream.schemas.record.Labels;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which values each label takes among a section's series, to tell without reading rows whether a query needs the section.
 *
 * <p>A label with more than {@link #MAX_VALUES} values is listed without them. An empty value stands for series that lack the
 * label.
 */
public final class LabelSummary {
    /** Past this many values a list costs more in the footer than the pruning it allows saves in reads. */
    public static final int MAX_VALUES = 64;

    private final SortedMap<String, Optional<SortedSet<String>>> values;

    /** Takes name to values, where a name without a list has too many. */
    public LabelSummary(Map<String, Optional<SortedSet<String>>> values) {
        this.values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Summary of all label sets of a section. */
    public static LabelSummary of(List<Labels> series) {
        TreeMap<String, Optional<SortedSet<String>>> values = new TreeMap<>();
        for (Labels labels : series) {
            labels.asMap().keySet().forEach(name -> values.computeIfAbsent(name, n -> valuesOf(n, series)));
        }
        return new LabelSummary(values);
    }

    private static Optional<SortedSet<String>> valuesOf(String name, List<Labels> series) {
        TreeSet<String> found = new TreeSet<>();
        for (Labels labels : series) {
            found.add(labels.value(name));
            if (found.size() > MAX_VALUES) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    /** Names of all labels, sorted. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(values.keySet()));
    }

    /**
     * The values of a label, with an empty one if some series lack it; only that for a label that no series has; nothing where
     * there are too many to list.
     */
    public Optional<SortedSet<String>> values(String name) {
        return values.getOrDefault(name, Optional.of(new TreeSet<>(List.of(""))));
    }

    /** Name to values, as it is written to a footer. */
    public SortedMap<String, Optional<SortedSet<String>>> asMap() {
        return values;
    }
}
