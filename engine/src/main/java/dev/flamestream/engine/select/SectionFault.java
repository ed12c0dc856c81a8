package dev.flamestream.engine.select;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.section.SectionSummary;

/** A section that contradicts itself: how it is reported, and how an answer without it says so. */
public final class SectionFault {
    private SectionFault() {}

    /** The exception for what was found wrong at a place within a section. */
    public static CorruptBlockException corrupt(SectionSummary section, String where, String what) {
        return new CorruptBlockException(name(section), where, what);
    }

    /** The mark of an answer from which a damaged section was left out. */
    public static PartialReason leftOut(SectionSummary section, CorruptBlockException fault) {
        String message = String.valueOf(fault.getMessage());
        String name = name(section);
        return new PartialReason(
                PartialReason.Cause.SECTION_CORRUPT, message.startsWith(name) ? message : name + ": " + message);
    }

    private static String name(SectionSummary section) {
        return "section of cut " + section.cutId() + " (" + section.tenant() + ", " + section.serviceName() + ", "
                + section.profileType() + ")";
    }
}
