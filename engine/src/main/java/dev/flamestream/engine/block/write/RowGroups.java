package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.BlockColumn.Rows;
import dev.flamestream.engine.block.BlockSchema;
import dev.flamestream.engine.block.ZstdPages;
import java.io.IOException;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Row groups of one kind of row, one after the other.
 *
 * <p>A row is begun, and each column of its kind is given a value. Columns that the kind lacks are one page of nulls, whatever the
 * number of rows. Close it, also where writing has thrown.
 */
abstract class RowGroups implements AutoCloseable {
    /**
     * Raw bytes of a row group. A footer costs some 5 kB a row group and a row group of this size 1 to 3 MB once compressed, so
     * that its footer is below half a per cent; and writing it takes about three times as much heap.
     */
    static final long MAX_BYTES = 16L << 20;

    private final ParquetFileWriter file;
    private final BlockOutput output;
    private final Rows kind;
    private final ZstdPages compressor = new ZstdPages();
    private ColumnChunkPageWriteStore pages;
    private int rowCount;
    private long bytes;

    /** A subclass opens its columns when it is ready. */
    RowGroups(ParquetFileWriter file, BlockOutput output, Rows kind) {
        this.file = file;
        this.output = output;
        this.kind = kind;
        this.pages = newPages();
    }

    /** The columns of the kind begin anew, in these pages. */
    abstract void open(ColumnChunkPageWriteStore newPages);

    /** What the columns still hold goes to their pages. */
    abstract void flush() throws IOException;

    /** The columns are of no more use. */
    abstract void closeColumns();

    /** Makes sure that a whole section of the given size goes to one row group, unless none could take it. */
    final void beginSection(long sectionBytes) throws IOException {
        if (rowCount > 0 && bytes + sectionBytes > MAX_BYTES) {
            next();
        }
    }

    /** Begins a row of the given size; its columns must follow. */
    final void beginRow(long rowBytes) throws IOException {
        if (rowCount > 0 && bytes + rowBytes > MAX_BYTES) {
            next();
        }
        bytes += rowBytes;
        rowCount++;
    }

    /** Writes what is left. */
    final void finish() throws IOException {
        if (rowCount > 0) {
            write();
        }
        closeColumns();
        pages.close();
    }

    /** Frees zstd's memory, which nobody else does, finished or not. */
    @Override
    public final void close() {
        compressor.release();
    }

    private void next() throws IOException {
        finish();
        pages = newPages();
        open(pages);
    }

    /** The pages of the first row group. */
    final ColumnChunkPageWriteStore firstPages() {
        return pages;
    }

    private ColumnChunkPageWriteStore newPages() {
        rowCount = 0;
        bytes = 0;
        return ColumnChunkPageWriteStore.builder()
                .withCompressorProvider(column -> compressor)
                .withSchema(BlockSchema.ALL)
                .withAllocator(HeapByteBufferAllocator.getInstance())
                .withPageWriteChecksumEnabled(true)
                .build();
    }

    final boolean isPresent(BlockColumn column) {
        return column.rows() == Rows.BOTH || column.rows() == kind;
    }

    /** Whether readers that know nothing of sections skip pages by the column's minimum and maximum. */
    static boolean isPrunedBy(BlockColumn column) {
        return switch (column) {
            case SERVICE_NAME, PROFILE_TYPE, SECTION, TIME -> true;
            default -> false;
        };
    }

    /** Those of a new page: of columns that readers prune by; others have none, which costs nothing. */
    static Statistics<?> statistics(BlockColumn column) {
        PrimitiveType type = BlockSchema.descriptor(column).getPrimitiveType();
        return isPrunedBy(column) ? Statistics.createStats(type) : Statistics.noopStats(type);
    }

    private void write() throws IOException {
        flush();
        NullPages nulls = new NullPages(rowCount);
        for (BlockColumn column : BlockColumn.values()) {
            if (!isPresent(column)) {
                nulls.write(column, pages.getPageWriter(BlockSchema.descriptor(column)));
            }
        }
        file.startBlock(rowCount);
        pages.flushToFileWriter(file);
        file.endBlock();
        output.passRowGroup();
    }
}
