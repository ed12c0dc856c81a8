package dev.flamestream.engine.select.merge;

import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.SectionFault;
import java.io.IOException;
import java.util.BitSet;

/** The samples of a section's profiles, checked while they are added up. */
public final class SectionSamples {
    private SectionSamples() {}

    /** Adds the values of the wanted rows to an array by stack ordinal; throws what is wrong with them. */
    public static void add(Section section, ProfileRows rows, BitSet wanted, long[] byOrdinal) throws IOException {
        String fault = section.addSamples(rows, wanted, byOrdinal);
        if (fault != null) {
            throw SectionFault.corrupt(section.summary(), "profile rows", fault);
        }
    }
}
