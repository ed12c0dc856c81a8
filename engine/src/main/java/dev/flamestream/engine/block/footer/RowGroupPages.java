package dev.flamestream.engine.block.footer;

import dev.flamestream.engine.block.BlockColumn;
import java.util.List;

/**
 * One row group of a block.
 *
 * @param firstRow row of the file at which it begins
 * @param rowCount its rows
 * @param columns its pages, by the ordinal of the column
 */
public record RowGroupPages(long firstRow, int rowCount, List<ChunkPages> columns) {
    public RowGroupPages {
        columns = List.copyOf(columns);
    }

    /** Pages of a column. */
    public ChunkPages column(BlockColumn column) {
        return columns.get(column.index());
    }

    /** Row of the file behind its last. */
    public long endRow() {
        return firstRow + rowCount;
    }
}
