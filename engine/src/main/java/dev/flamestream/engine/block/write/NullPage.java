package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.BlockSchema;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/** A column that no row of a row group has, as one page. Parquet's own writer takes a step for each row and each of nine such columns. */
final class NullPage {
    private NullPage() {}

    static void write(BlockColumn column, int rows, PageWriter target) throws IOException {
        Statistics<?> statistics = statistics(column);
        statistics.incrementNumNulls(rows);
        try (Levels repetition = new Levels(column.isRepeated() ? 1 : 0);
                Levels definition = new Levels(column.maxDefinitionLevel())) {
            for (int row = 0; row < rows; row++) {
                repetition.add(0);
                definition.add(0);
            }
            boolean isFlag = column.coding() == BlockColumn.Coding.FLAG;
            target.writePageV2(
                    rows,
                    rows,
                    rows,
                    repetition.take(),
                    definition.take(),
                    isFlag ? Encoding.RLE : Encoding.PLAIN,
                    // Runs of bits have their length before them, none here.
                    isFlag ? BytesInput.fromInt(0) : BytesInput.empty(),
                    statistics);
        }
    }

    /** Those of a new page: of columns that readers prune by; others have none, which costs nothing. */
    static Statistics<?> statistics(BlockColumn column) {
        PrimitiveType type = BlockSchema.descriptor(column).getPrimitiveType();
        return RowGroups.isPrunedBy(column) ? Statistics.createStats(type) : Statistics.noopStats(type);
    }
}
