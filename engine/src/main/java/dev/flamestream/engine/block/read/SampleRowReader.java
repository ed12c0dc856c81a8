package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.footer.ChunkPages;
import dev.flamestream.engine.block.footer.RowGroupPages;
import dev.flamestream.engine.block.read.FetchedPages.RowRun;
import dev.flamestream.engine.block.store.BlockFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Reads the packed samples of some of a section's profile rows: only the pages that hold a wanted row are fetched. */
final class SampleRowReader {
    private static final List<BlockColumn> COLUMNS = List.of(BlockColumn.STACKS, BlockColumn.VALUES);
    private static final byte[] NO_BYTES = {};

    private final byte[][] stacks;
    private final byte[][] values;

    SampleRowReader(int rowCount) {
        this.stacks = new byte[rowCount][];
        this.values = new byte[rowCount][];
        Arrays.fill(stacks, NO_BYTES);
        Arrays.fill(values, NO_BYTES);
    }

    /** Packed stack ordinals of the rows that were read; empty for the others. */
    byte[][] stacks() {
        return stacks;
    }

    /** Packed values of the rows that were read; empty for the others. */
    byte[][] values() {
        return values;
    }

    /**
     * Reads the wanted of the section's rows {@code [fromRow, endRow)}, which lie in one row group.
     *
     * @param sectionStart the section's first row, counted as the row groups' are
     */
    void read(BlockFile file, RowGroupPages rowGroup, int fromRow, int endRow, long sectionStart, BitSet wanted)
            throws IOException {
        // What is added to a row of the section to make it one of the row group.
        int shift = (int) (sectionStart - rowGroup.firstRow());
        List<RowRun> runs = runs(rowGroup.column(BlockColumn.STACKS), fromRow, endRow, shift, wanted);
        if (runs.isEmpty()) {
            return;
        }
        for (RowGroupSlice slice : RowGroupSlice.fetchAll(file, rowGroup, runs, COLUMNS)) {
            slice.readBytes(BlockColumn.STACKS, stacks, slice.fromRow() - shift, wanted::get);
            slice.readBytes(BlockColumn.VALUES, values, slice.fromRow() - shift, wanted::get);
        }
    }

    /** The wanted rows and those that share a page with them, as rows of the row group. */
    private static List<RowRun> runs(ChunkPages pages, int fromRow, int endRow, int shift, BitSet wanted) {
        List<RowRun> runs = new ArrayList<>();
        int row = wanted.nextSetBit(fromRow);
        while (row >= 0 && row < endRow) {
            // Goes on to the last of the pages that stand together and all hold a wanted row.
            int begin = row;
            int end = row + 1;
            while (row >= 0 && row < endRow && row <= end) {
                end = Math.min(endRow, pages.endRow(pages.pageOf(row + shift)) - shift);
                row = wanted.nextSetBit(end);
            }
            runs.add(new RowRun(begin + shift, end + shift));
        }
        return runs;
    }
}
