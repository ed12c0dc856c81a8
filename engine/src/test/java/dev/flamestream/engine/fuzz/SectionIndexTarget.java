package dev.flamestream.engine.fuzz;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.SectionIndexReader;
import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.schemas.block.BlockFormat;

/** Any bytes as a block's section index, which stands compressed in the footer, where the fuzzer would not get to it. */
public final class SectionIndexTarget {
    private SectionIndexTarget() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            for (StoredSection section : SectionIndexReader.read("x", "acme", BlockFormat.VERSION, input)) {
                if (section.summary().nodeCount() < section.stackCount()) {
                    throw new IllegalStateException("more stacks than nodes were taken: " + section);
                }
            }
        } catch (CorruptBlockException e) {
            // As it should be.
        }
    }
}
