package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.BlockColumn.Rows;
import dev.flamestream.engine.block.BlockSchema;
import dev.flamestream.engine.tree.StringTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * Row groups of nodes, by columns of our own.
 *
 * <p>There are up to a thousand times as many nodes as profiles, and the same few texts stand in all of them. Parquet's writers hash
 * and compare the bytes of each text again in each row, which took 1.1 us a node of 4 million; here a text is found by its number, and a node takes 0.2 us.
 */
final class NodeRowGroups extends RowGroups {
    /** A page of nodes is some 10 kB of each column; a typical section lies in one or two. */
    private static final int PAGE_ROWS = 8192;

    private final StringTable strings;
    private final List<String> keys;
    private final NodeColumn[] columns = new NodeColumn[BlockColumn.values().length];
    /** Those that nodes have. */
    private final List<NodeColumn> present = new ArrayList<>();

    private int pageRows;

    /**
     * @param strings texts of frames
     * @param keys names of services and profile types
     */
    NodeRowGroups(ParquetFileWriter file, BlockOutput output, StringTable strings, List<String> keys) {
        super(file, output, Rows.NODES);
        this.strings = strings;
        this.keys = keys;
        open(firstPages());
    }

    @Override
    void open(ColumnChunkPageWriteStore pages) {
        pageRows = 0;
        present.clear();
        for (BlockColumn column : BlockColumn.values()) {
            if (isPresent(column)) {
                columns[column.index()] = column(column, pages.getPageWriter(BlockSchema.descriptor(column)));
                present.add(columns[column.index()]);
            }
        }
    }

    private NodeColumn column(BlockColumn column, PageWriter pages) {
        return switch (column.coding()) {
            case STRING -> new TextColumn(column, pages, textOf(column));
            case INT -> new NumberColumn(column, pages, Integer.BYTES);
            case LONG -> new NumberColumn(column, pages, Long.BYTES);
            case FLAG -> new FlagColumn(column, pages);
            case BYTES -> throw new IllegalStateException("nodes have no column of bytes, found " + column);
        };
    }

    private IntFunction<byte[]> textOf(BlockColumn column) {
        return column.rows() == Rows.BOTH
                ? number -> keys.get(number).getBytes(StandardCharsets.UTF_8)
                : strings::getBytes;
    }

    /** Numbers, numbers of texts, and flags as 0 and 1. */
    void put(BlockColumn column, long value) throws IOException {
        columns[column.index()].put(value);
    }

    void putNull(BlockColumn column) throws IOException {
        columns[column.index()].putNull();
    }

    void putUnlessZero(BlockColumn column, long value) throws IOException {
        if (value == 0) {
            putNull(column);
        } else {
            put(column, value);
        }
    }

    void endRow() throws IOException {
        if (++pageRows == PAGE_ROWS) {
            endPages();
        }
    }

    private void endPages() throws IOException {
        for (NodeColumn column : present) {
            column.endPage(pageRows);
        }
        pageRows = 0;
    }

    @Override
    void flush() throws IOException {
        if (pageRows > 0) {
            endPages();
        }
        for (NodeColumn column : present) {
            column.endChunk();
        }
    }

    @Override
    void closeColumns() {
        for (NodeColumn column : present) {
            column.close();
        }
    }
}
