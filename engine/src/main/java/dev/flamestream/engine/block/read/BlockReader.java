package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.section.Section;
import java.io.IOException;
import java.util.List;

/**
 * The sections of a block.
 *
 * <p>Safe for concurrent reads of the same and of different sections. Reads nothing until a section is asked, and then only the
 * pages of the columns and rows that it takes, in one to a few ranges. The file stays the caller's to close, after the last
 * read.
 */
public final class BlockReader {
    private final BlockFile file;
    private final BlockFooter footer;

    /** Reads a block of which the footer is known. */
    public BlockReader(BlockFile file, BlockFooter footer) {
        if (file.sizeBytes() != footer.fileBytes()) {
            throw new IllegalArgumentException(
                    "footer of a block of " + footer.fileBytes() + " bytes, the file has " + file.sizeBytes());
        }
        this.file = file;
        this.footer = footer;
    }

    /** Reads a block, its footer first. */
    public static BlockReader open(BlockFile file) throws IOException {
        return new BlockReader(file, BlockFooter.read(file));
    }

    /** What the block says of itself. */
    public BlockFooter footer() {
        return footer;
    }

    /** All sections, by their ordinals. */
    public List<Section> sections() {
        return footer.sections().stream().map(this::section).toList();
    }

    /** One of the footer's sections. */
    public Section section(StoredSection entry) {
        return new BlockSection(file, footer, entry);
    }
}
