package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.SectionCheck;
import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.footer.RowGroupPages;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.SectionSummary;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A section in a block. Every call reads what it needs and keeps nothing, so that concurrent calls do not meet. */
final class BlockSection implements Section {
    private final BlockFile file;
    private final BlockFooter footer;
    private final StoredSection entry;

    BlockSection(BlockFile file, BlockFooter footer, StoredSection entry) {
        this.file = file;
        this.footer = footer;
        this.entry = entry;
    }

    @Override
    public SectionSummary summary() {
        return entry.summary();
    }

    @Override
    public PreOrderTree readTree(FrameDetail detail) throws IOException {
        checkRoom(entry.summary().nodeCount());
        TreeReader reader = new TreeReader(entry, detail);
        forEachSlice(entry.firstNodeRow(), entry.summary().nodeCount(), reader.columns(), reader::read);
        PreOrderTree tree = reader.tree();
        demand("node rows", SectionCheck.faultIn(tree, summary()));
        if (tree.stackCount() != entry.stackCount()) {
            demand("node rows", Optional.of("expected " + entry.stackCount() + " stacks, found " + tree.stackCount()));
        }
        return tree;
    }

    @Override
    public ProfileRows readProfiles(RowDetail detail) throws IOException {
        checkRoom(entry.summary().profileCount());
        ProfileReader reader = new ProfileReader(entry, detail);
        forEachSlice(entry.firstProfileRow(), entry.summary().profileCount(), reader.columns(), reader::read);
        ProfileRows rows = reader.rows();
        demand("profile rows", SectionCheck.faultIn(rows, summary(), entry.stackCount()));
        return rows;
    }

    private interface SliceUse {
        void use(RowGroupSlice slice) throws IOException;
    }

    private void forEachSlice(long firstRow, int rowCount, List<BlockColumn> columns, SliceUse use) throws IOException {
        long endRow = firstRow + rowCount;
        for (RowGroupPages rowGroup : footer.rowGroups()) {
            long from = Math.max(firstRow, rowGroup.firstRow());
            long end = Math.min(endRow, rowGroup.endRow());
            if (from < end) {
                use.use(RowGroupSlice.fetch(
                        file,
                        rowGroup,
                        (int) (from - rowGroup.firstRow()),
                        (int) (end - rowGroup.firstRow()),
                        columns));
            }
        }
    }

    /** The footer has made sure that the rows lie within its row groups; this bounds what a made-up footer can ask for. */
    private void checkRoom(int rowCount) throws IOException {
        // A row takes a bit in the largest of its columns, or the page header of thousands of equal rows.
        if (rowCount / 1000 > footer.fileBytes()) {
            demand("footer", Optional.of(rowCount + " rows in " + footer.fileBytes() + " bytes"));
        }
    }

    private void demand(String where, Optional<String> fault) throws CorruptBlockException {
        if (fault.isPresent()) {
            throw new CorruptBlockException(
                    footer.objectKey(),
                    where + " of section " + footer.sections().indexOf(entry),
                    fault.get());
        }
    }
}
