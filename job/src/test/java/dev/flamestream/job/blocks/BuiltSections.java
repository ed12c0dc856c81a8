package dev.flamestream.job.blocks;

import dev.flamestream.engine.block.MemoryBlockFile;
import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.section.Section;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What is in new blocks. */
public final class BuiltSections {
    private BuiltSections() {}

    /** All sections of a block. */
    public static List<Section> of(NewBlock block) throws IOException {
        return BlockReader.open(new MemoryBlockFile(block.bytes())).sections();
    }

    /** Profiles of a block, one for each of its sample types. */
    public static long profiles(NewBlock block) throws IOException {
        long profiles = 0;
        for (Section section : of(block)) {
            profiles += section.readProfiles(Section.RowDetail.TOTALS).count();
        }
        return profiles;
    }

    /** The cuts of which it is made. */
    public static Set<UUID> cutIds(NewBlock block) throws IOException {
        Set<UUID> ids = new LinkedHashSet<>();
        of(block).forEach(section -> ids.add(section.summary().cutId()));
        return ids;
    }
}
