package dev.flamestream.engine.select;

import dev.flamestream.engine.section.Section;
import java.util.List;

/**
 * The sections that may hold what a selection asks for, and what is known to be missing from them.
 *
 * @param sections each profile is in exactly one of them
 * @param partial empty if nothing is missing
 */
public record SectionSet(List<Section> sections, List<PartialReason> partial) {
    public SectionSet {
        sections = List.copyOf(sections);
        partial = List.copyOf(partial);
    }

    /** Sections from which nothing is missing. */
    public static SectionSet complete(List<? extends Section> sections) {
        return new SectionSet(List.copyOf(sections), List.of());
    }
}
