package dev.flamestream.engine.block.footer;

import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.block.store.BlockFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** What a block says of itself: its sections, and where the pages of its columns are. Immutable, to be cached for good. */
public final class BlockFooter {
    private final String objectKey;
    private final long fileBytes;
    private final int tailBytes;
    private final BlockMetadata metadata;
    private final List<StoredSection> sections;
    private final List<RowGroupPages> rowGroups;

    BlockFooter(
            String objectKey,
            long fileBytes,
            int tailBytes,
            BlockMetadata metadata,
            List<StoredSection> sections,
            List<RowGroupPages> rowGroups) {
        this.objectKey = objectKey;
        this.fileBytes = fileBytes;
        this.tailBytes = tailBytes;
        this.metadata = metadata;
        this.sections = List.copyOf(sections);
        this.rowGroups = List.copyOf(rowGroups);
    }

    /** Reads the footer of a block: one read of 64 KiB, and a second one where it is larger. */
    public static BlockFooter read(BlockFile file) throws IOException {
        return new FooterReader(file).read();
    }

    /** The block. */
    public String objectKey() {
        return objectKey;
    }

    /** Size of the whole block. */
    public long fileBytes() {
        return fileBytes;
    }

    /** Size of all that stands behind the rows: indexes, section index, footer. */
    public int tailBytes() {
        return tailBytes;
    }

    /** Whose block it is. */
    public String tenant() {
        return metadata.tenant();
    }

    /** Earliest profile, unix milliseconds. */
    public long minTimeMillis() {
        return metadata.minTimeMillis();
    }

    /** Latest profile, unix milliseconds, inclusive. */
    public long maxTimeMillis() {
        return metadata.maxTimeMillis();
    }

    /** Object keys of the blocks that this one replaces. */
    public List<String> sources() {
        return metadata.sources();
    }

    /** All sections; the index is the section's ordinal. */
    public List<StoredSection> sections() {
        return sections;
    }

    /** Where the pages are, in the order of the file. */
    public List<RowGroupPages> rowGroups() {
        return rowGroups;
    }

    /** Bytes of memory that it takes, to within a third: what a cache should weigh it by. */
    public long heldBytes() {
        long bytes = 1000;
        for (RowGroupPages rowGroup : rowGroups) {
            for (ChunkPages column : rowGroup.columns()) {
                bytes += column.heldBytes();
            }
        }
        for (StoredSection section : sections) {
            bytes += 300 + section.runs().heldBytes();
            for (Map.Entry<String, Optional<SortedSet<String>>> label :
                    section.summary().labels().asMap().entrySet()) {
                // Texts are shared between sections; what counts are the entries of two trees.
                bytes += 120
                        + 48L * label.getValue().map(values -> values.size()).orElse(0);
            }
        }
        return bytes;
    }
}
