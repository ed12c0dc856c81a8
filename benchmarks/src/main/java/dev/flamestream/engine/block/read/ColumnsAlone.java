package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.footer.RowGroupPages;
import dev.flamestream.engine.block.store.BlockFile;
import java.io.IOException;
import java.util.List;

/** The baseline of merging: a section's depths, function ids and self values become arrays, and nothing is made of them. */
public final class ColumnsAlone {
    private static final List<BlockColumn> COLUMNS = List.of(BlockColumn.DEPTH, BlockColumn.SELF, BlockColumn.FUNCTION);

    private ColumnsAlone() {}

    /** Reads the columns; returns the number of rows. */
    public static long read(BlockFile file, BlockFooter footer, StoredSection section) throws IOException {
        long firstRow = section.firstNodeRow();
        long endRow = firstRow + section.summary().nodeCount();
        long rows = 0;
        for (RowGroupPages rowGroup : footer.rowGroups()) {
            long from = Math.max(firstRow, rowGroup.firstRow());
            long end = Math.min(endRow, rowGroup.endRow());
            if (from < end) {
                RowGroupSlice slice = RowGroupSlice.fetch(
                        file, rowGroup, (int) (from - rowGroup.firstRow()), (int) (end - rowGroup.firstRow()), COLUMNS);
                slice.readInts(BlockColumn.DEPTH, new int[slice.rowCount()], 0);
                slice.readLongs(BlockColumn.SELF, new long[slice.rowCount()], 0);
                slice.readIds(BlockColumn.FUNCTION, Integer.MAX_VALUE, new int[slice.rowCount()], 0);
                rows += slice.rowCount();
            }
        }
        return rows;
    }
}
