package dev.flamestream.engine.select;

import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.schemas.record.Labels;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Tells how much of a section a selection takes, from its summary alone.
 *
 * <p>Conservative: {@link Share#NONE} and {@link Share#ALL} are certain, {@link Share#SOME} may turn out to be either once the
 * rows are read. Stacks are not considered: a section of which all profiles are selected may have none of the call site.
 */
public final class SectionFilter {
    /** How much of a section is selected. */
    public enum Share {
        /** No profile: it need not be read. */
        NONE,
        /** The rows must say. */
        SOME,
        /** Every profile. */
        ALL;

        private Share and(Share other) {
            return compareTo(other) < 0 ? this : other;
        }
    }

    private SectionFilter() {}

    /** How much of a section is selected. */
    public static Share share(Selection selection, SectionSummary section) {
        if (!selection.isOf(section.tenant())
                || selection
                        .profileType()
                        .filter(type -> !type.equals(section.profileType()))
                        .isPresent()) {
            return Share.NONE;
        }
        Share share = shareOfTime(selection.range(), section);
        Labels derived = SeriesLabels.derived(section);
        for (LabelMatcher matcher : selection.matchers()) {
            share = share.and(shareOfLabel(matcher, section, derived));
        }
        return share;
    }

    private static Share shareOfTime(TimeRange range, SectionSummary section) {
        if (range.containsAll(section.minTimeMillis(), section.maxTimeMillis())) {
            return Share.ALL;
        }
        return range.overlaps(section.minTimeMillis(), section.maxTimeMillis()) ? Share.SOME : Share.NONE;
    }

    private static Share shareOfLabel(LabelMatcher matcher, SectionSummary section, Labels derived) {
        if (SeriesLabels.DERIVED.contains(matcher.name())) {
            return matcher.matches(derived.value(matcher.name())) ? Share.ALL : Share.NONE;
        }
        Optional<SortedSet<String>> values = section.labels().values(matcher.name());
        return values.map(listed -> shareOfValues(matcher, listed)).orElse(Share.SOME);
    }

    private static Share shareOfValues(LabelMatcher matcher, Collection<String> values) {
        long matching = values.stream().filter(matcher::matches).count();
        if (matching == values.size()) {
            return Share.ALL;
        }
        return matching == 0 ? Share.NONE : Share.SOME;
    }
}
