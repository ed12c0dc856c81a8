package dev.flamestream.engine.section;

import dev.flamestream.engine.tree.FrameTable;
import java.io.IOException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One cut of one head for one profile type: its profiles, and the call tree they make together.
 *
 * <p>Live heads and stored blocks both come as sections, and a query knows nothing else. Safe for concurrent reads. Reading a
 * stored section does I/O at each call: a block that is damaged throws {@link
 * dev.flamestream.engine.block.CorruptBlockException}, a store that is away throws another {@link IOException}.
 */
public interface Section {
    /** What is known without reading. */
    SectionSummary summary();

    /** The call tree with the frames in the wanted detail. */
    PreOrderTree readTree(FrameDetail detail) throws IOException;

    /**
     * The same, for somebody who has a table of frames already: where frames must be made they are made in it, so that no text is
     * interned twice. The tree says which table its frames are in. A section that is damaged may leave frames behind.
     */
    default PreOrderTree readTree(FrameDetail detail, FrameTable frames) throws IOException {
        return readTree(detail);
    }

    /** The profiles in the wanted detail. */
    ProfileRows readProfiles(RowDetail detail) throws IOException;

    /**
     * Rows that were read for their totals, with the packed stacks and values of those wanted; those of the others may be empty,
     * and so may all ids and spans. What is selected of a section is mostly few of its rows, and samples are most of its bytes.
     */
    default ProfileRows readSamples(ProfileRows rows, BitSet wanted) throws IOException {
        return rows.hasSamples() ? rows : readProfiles(RowDetail.SAMPLES);
    }

    /**
     * Adds the values of the wanted of some rows, which were read for their totals, to an array by stack ordinal, saturating. Each
     * sample is decoded once, and each row's samples are seen to make its total.
     *
     * @return null if all is well, else what is wrong; the array then holds nothing of worth
     */
    default @Nullable String addSamples(ProfileRows rows, BitSet wanted, long[] byOrdinal) throws IOException {
        return readSamples(rows, wanted).addSamples(wanted, summary().unit(), byOrdinal);
    }

    /** How much of each frame is read: columns cost, and a flame graph needs names alone. */
    enum FrameDetail {
        /** Only what a frame's display name is made of is sure to be there; nodes that differ in the rest stay apart. */
        NAME,
        /** Frames carry all there is. */
        FULL
    }

    /** How much of each profile is read. */
    enum RowDetail {
        /** Labels, times and totals are sure to be there. */
        TOTALS,
        /** Those, and durations, periods, samples, ids and spans. */
        SAMPLES
    }
}
