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
import dev.flamestream.engine.tree.FrameTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        return readTree(detail, new FrameTable());
    }

    @Override
    public PreOrderTree readTree(FrameDetail detail, FrameTable frames) throws IOException {
        TreeReader reader = new TreeReader(entry, detail, frames);
        forEachSlice(entry.firstNodeRow(), entry.summary().nodeCount(), reader.columns(), reader::read);
        PreOrderTree tree = reader.tree();
        demand("node rows", SectionCheck.faultIn(tree, summary()));
        if (tree.stackCount() != entry.stackCount()) {
            demand("node rows", Optional.of("expected " + entry.stackCount() + " stacks, found " + tree.stackCount()));
        }
        demand("node rows", SectionCheck.faultInTotal(tree.self(), entry.total()));
        return tree;
    }

    @Override
    public ProfileRows readProfiles(RowDetail detail) throws IOException {
        ProfileReader reader = new ProfileReader(entry, detail);
        forEachSlice(entry.firstProfileRow(), entry.summary().profileCount(), reader.columns(), reader::read);
        ProfileRows rows = reader.rows();
        demand("profile rows", SectionCheck.faultIn(rows, summary(), entry.stackCount()));
        long[] totals = new long[rows.count()];
        Arrays.setAll(totals, rows::total);
        demand("profile rows", SectionCheck.faultInTotal(totals, entry.total()));
        return rows;
    }

    @Override
    public ProfileRows readSamples(ProfileRows rows, BitSet wanted) throws IOException {
        ProfileRows filled = withSamples(rows, wanted);
        String fault = filled.faultInSamples(wanted, summary().unit(), entry.stackCount());
        demand("profile rows", Optional.ofNullable(fault));
        return filled;
    }

    @Override
    public @Nullable String addSamples(ProfileRows rows, BitSet wanted, long[] byOrdinal) throws IOException {
        String fault = withSamples(rows, wanted).addSamples(wanted, summary().unit(), byOrdinal);
        // Thrown here, where the block is known.
        demand("profile rows", Optional.ofNullable(fault));
        return null;
    }

    private ProfileRows withSamples(ProfileRows rows, BitSet wanted) throws IOException {
        if (rows.hasSamples()) {
            return rows;
        }
        SampleRowReader reader = new SampleRowReader(rows.count());
        long first = entry.firstProfileRow();
        for (RowGroupPages rowGroup : footer.rowGroups()) {
            long from = Math.max(first, rowGroup.firstRow());
            long end = Math.min(first + rows.count(), rowGroup.endRow());
            if (from < end) {
                reader.read(file, rowGroup, (int) (from - first), (int) (end - first), first, wanted);
            }
        }
        return rows.withSamples(reader.stacks(), reader.values());
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

    private void demand(String where, Optional<String> fault) throws CorruptBlockException {
        if (fault.isPresent()) {
            throw new CorruptBlockException(
                    footer.objectKey(),
                    where + " of section " + footer.sections().indexOf(entry),
                    fault.get());
        }
    }
}
