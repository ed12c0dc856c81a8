package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/**
 * Columns that no row of a row group has, each as one page. Parquet's own writer takes a step for each row and each of nine or more
 * such columns; their levels are the same zeros, and are made once.
 */
final class NullPages {
    private static final int MAX_LEVEL = 2;

    private final int rows;
    /** By the greatest level of a column. */
    private final BytesInput[] zeros = new BytesInput[MAX_LEVEL + 1];

    NullPages(int rows) throws IOException {
        this.rows = rows;
        for (int maxLevel = 0; maxLevel <= MAX_LEVEL; maxLevel++) {
            try (Levels levels = new Levels(maxLevel)) {
                for (int row = 0; row < rows; row++) {
                    levels.add(0);
                }
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                levels.take().writeAllTo(bytes);
                zeros[maxLevel] = BytesInput.from(bytes);
            }
        }
    }

    void write(BlockColumn column, PageWriter target) throws IOException {
        Statistics<?> statistics = RowGroups.statistics(column);
        statistics.incrementNumNulls(rows);
        boolean isFlag = column.coding() == BlockColumn.Coding.FLAG;
        target.writePageV2(
                rows,
                rows,
                rows,
                zeros[column.isRepeated() ? 1 : 0],
                zeros[column.maxDefinitionLevel()],
                isFlag ? Encoding.RLE : Encoding.PLAIN,
                // Runs of bits have their length before them, none here.
                isFlag ? BytesInput.fromInt(0) : BytesInput.empty(),
                statistics);
    }
}
