package dev.flamestream.engine.select;

import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.select.SectionFilter.Share;
import dev.flamestream.schemas.record.Labels;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whether profiles of a selection may stand for others that were left out as they came, which makes its sums estimates. */
public final class SampledSections {
    private SampledSections() {}

    /** The most that one selected profile stands for, by what the sections say of themselves; 1 where each stands for itself. */
    public static int oneIn(SectionSet set, Selection selection) {
        int largest = 1;
        for (Section section : set.sections()) {
            SectionSummary summary = section.summary();
            SortedSet<String> weights = summary.labels().values(Labels.SAMPLED).orElseGet(TreeSet::new);
            // Most sections have none, and are not looked at any further.
            if (!weights.isEmpty()
                    && !weights.last().isEmpty()
                    && SectionFilter.share(selection, summary) != Share.NONE) {
                largest = Math.max(largest, largest(weights, selection));
            }
        }
        return largest;
    }

    private static int largest(SortedSet<String> weights, Selection selection) {
        return weights.stream()
                .filter(weight -> selection.matchers().stream()
                        .allMatch(matcher -> !matcher.name().equals(Labels.SAMPLED) || matcher.matches(weight)))
                .filter(weight -> weight.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(1);
    }
}
