package dev.flamestream.engine.fuzz;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.MemoryBlockFile;
import dev.flamestream.engine.block.SignedBlock;
import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.Section.RowDetail;
import java.io.IOException;

/** Any bytes as a block, the checksums made right: they are called corrupt, or all that is read from them can be read. */
public final class BlockTarget {
    private BlockTarget() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        byte[] block = input.clone();
        try {
            SignedBlock.sign(block);
            for (Section section : BlockReader.open(new MemoryBlockFile(block)).sections()) {
                read(section);
            }
        } catch (CorruptBlockException e) {
            // As it should be.
        }
    }

    /** Damage of one part of a section leaves the others to be read. */
    private static void read(Section section) throws IOException {
        for (FrameDetail detail : FrameDetail.values()) {
            try {
                section.readTree(detail).totals();
            } catch (CorruptBlockException e) {
                // As it should be.
            }
        }
        for (RowDetail detail : RowDetail.values()) {
            try {
                section.readProfiles(detail);
            } catch (CorruptBlockException e) {
                // As it should be.
            }
        }
    }
}
