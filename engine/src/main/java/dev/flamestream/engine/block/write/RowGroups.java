package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.BlockColumn.Rows;
import dev.flamestream.engine.block.BlockSchema;
import dev.flamestream.engine.block.ZstdPages;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.api.Binary;

/**
 * Row groups of one kind of row, one after the other.
 *
 * <p>A row is written by giving each column of its kind a value and then ending the row. Columns that the kind lacks are filled
 * with nulls, in one page whatever the number of rows.
 */
final class RowGroups {
    /**
     * Raw bytes of a row group. A footer costs some 5 kB a row group and a row group of this size 1 to 3 MB once compressed, so
     * that its footer is below half a per cent; and writing it takes about three times as much heap.
     */
    static final long MAX_BYTES = 16L << 20;

    /**
     * No page of packed samples grows past this by more than a row. Profiles of one pod have much in common: heap profiles of 13 kB
     * took twice the bytes in pages of 64 KiB, five profiles each.
     */
    private static final int SAMPLE_PAGE_BYTES = 512 << 10;

    /** What a page of packed samples should hold, as long as that is a number of rows within the bounds below. */
    private static final int WANTED_SAMPLE_PAGE_BYTES = 32 << 10;

    /** Fewer, and a few minutes of a pod would be read alone, but zstd would find less: 5 per cent for 48 rows of a typical service. */
    private static final int MIN_SAMPLE_PAGE_ROWS = 96;

    /** Bounds what the rows of a small service cost a reader who wants few of them. */
    private static final int MAX_SAMPLE_PAGE_ROWS = 1024;

    /** A page of times or totals is some 10 kB; pages as short as those of samples made the footer 4 % of the file. */
    private static final int PROFILE_PAGE_ROWS = 2048;

    /** A page of nodes is some 10 kB of each column; a typical section lies in one or two. */
    private static final int NODE_PAGE_ROWS = 8192;

    /** No page grows past this by more than one row. */
    private static final int PAGE_BYTES = 1 << 20;

    /** No bound in practice: the raw bytes of a row group are bounded, and strings must never leave the dictionary. */
    private static final int DICTIONARY_BYTES = 1 << 30;

    private final ParquetFileWriter file;
    private final BlockOutput output;
    private final Rows kind;
    private final int samplePageRows;
    private final ColumnWriter[] writers = new ColumnWriter[BlockColumn.values().length];
    private ColumnChunkPageWriteStore pages;
    /** Columns with the same number of rows a page have one store. */
    private List<ColumnWriteStore> present;

    private ColumnWriteStore absent;
    private int rowCount;
    private long bytes;

    private RowGroups(ParquetFileWriter file, BlockOutput output, Rows kind, int samplePageRows) {
        this.file = file;
        this.output = output;
        this.kind = kind;
        this.samplePageRows = samplePageRows;
        open();
    }

    /** For profile rows of which the stacks, and the values, take so many bytes each. */
    static RowGroups ofProfiles(ParquetFileWriter file, BlockOutput output, long packedBytesEach) {
        long rows = WANTED_SAMPLE_PAGE_BYTES / Math.max(1, packedBytesEach);
        return new RowGroups(file, output, Rows.PROFILES, (int)
                Math.max(MIN_SAMPLE_PAGE_ROWS, Math.min(MAX_SAMPLE_PAGE_ROWS, rows)));
    }

    /** For node rows. */
    static RowGroups ofNodes(ParquetFileWriter file, BlockOutput output) {
        return new RowGroups(file, output, Rows.NODES, 0);
    }

    /** Makes sure that a whole section of the given size goes to one row group, unless none could take it. */
    void beginSection(long sectionBytes) throws IOException {
        if (rowCount > 0 && bytes + sectionBytes > MAX_BYTES) {
            next();
        }
    }

    /** Begins a row of the given size; its columns must follow. */
    void beginRow(long rowBytes) throws IOException {
        if (rowCount > 0 && bytes + rowBytes > MAX_BYTES) {
            next();
        }
        bytes += rowBytes;
        rowCount++;
    }

    void endRow() {
        for (ColumnWriteStore store : present) {
            store.endRecord();
        }
    }

    void put(BlockColumn column, int value) {
        writers[column.index()].write(value, 0, column.maxDefinitionLevel());
    }

    void put(BlockColumn column, long value) {
        writers[column.index()].write(value, 0, column.maxDefinitionLevel());
    }

    void put(BlockColumn column, boolean value) {
        writers[column.index()].write(value, 0, column.maxDefinitionLevel());
    }

    void put(BlockColumn column, Binary value) {
        writers[column.index()].write(value, 0, column.maxDefinitionLevel());
    }

    void putNull(BlockColumn column) {
        writers[column.index()].writeNull(0, 0);
    }

    /** One entry of the row's map; the first begins it. */
    void putLabel(boolean isFirst, Binary name, Binary value) {
        int repetition = isFirst ? 0 : 1;
        writers[BlockColumn.LABEL_NAME.index()].write(name, repetition, 2);
        writers[BlockColumn.LABEL_VALUE.index()].write(value, repetition, 2);
    }

    /** A map without entries, which is not the same as no map. */
    void putNoLabels() {
        writers[BlockColumn.LABEL_NAME.index()].writeNull(0, 1);
        writers[BlockColumn.LABEL_VALUE.index()].writeNull(0, 1);
    }

    /** Writes what is left. */
    void finish() throws IOException {
        if (rowCount > 0) {
            write();
        }
        present.forEach(ColumnWriteStore::close);
        absent.close();
        pages.close();
    }

    private void next() throws IOException {
        finish();
        open();
    }

    private void open() {
        pages = ColumnChunkPageWriteStore.builder()
                .withCompressorProvider(column -> new ZstdPages())
                .withSchema(BlockSchema.ALL)
                .withAllocator(HeapByteBufferAllocator.getInstance())
                .withPageWriteChecksumEnabled(true)
                .build();
        present = kind == Rows.NODES
                ? List.of(store(NODE_PAGE_ROWS, PAGE_BYTES, this::isPresent))
                : List.of(
                        store(samplePageRows, SAMPLE_PAGE_BYTES, RowGroups::isPackedSamples),
                        store(PROFILE_PAGE_ROWS, PAGE_BYTES, column -> isPresent(column) && !isPackedSamples(column)));
        absent = store(Integer.MAX_VALUE, PAGE_BYTES, column -> !isPresent(column));
        rowCount = 0;
        bytes = 0;
    }

    private ColumnWriteStore store(int pageRows, int pageBytes, Predicate<BlockColumn> takes) {
        ColumnWriteStore store = properties(pageRows, pageBytes).newColumnWriteStore(BlockSchema.of(takes), pages);
        for (BlockColumn column : BlockColumn.values()) {
            if (takes.test(column)) {
                writers[column.index()] = store.getColumnWriter(BlockSchema.descriptor(column));
            }
        }
        return store;
    }

    private static boolean isPackedSamples(BlockColumn column) {
        return column == BlockColumn.STACKS || column == BlockColumn.VALUES || column == BlockColumn.SPANS;
    }

    private boolean isPresent(BlockColumn column) {
        return column.rows() == Rows.BOTH || column.rows() == kind;
    }

    private static ParquetProperties properties(int pageRows, int pageBytes) {
        ParquetProperties.Builder builder = ParquetProperties.builder()
                .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_2_0)
                .withValuesWriterFactory(new PageEncodings())
                .withDictionaryPageSize(DICTIONARY_BYTES)
                .withPageRowCountLimit(pageRows)
                .withPageSize(pageBytes)
                .withMinRowCountForPageSizeCheck(1)
                .withPageWriteChecksumEnabled(true)
                .withSizeStatisticsEnabled(false)
                .withStatisticsEnabled(false);
        for (BlockColumn column : BlockColumn.values()) {
            if (isPrunedBy(column)) {
                builder.withStatisticsEnabled(column.path(), true);
            }
        }
        return builder.build();
    }

    /** Whether readers that know nothing of sections skip pages by the column's minimum and maximum. */
    private static boolean isPrunedBy(BlockColumn column) {
        return switch (column) {
            case SERVICE_NAME, PROFILE_TYPE, SECTION, TIME -> true;
            default -> false;
        };
    }

    private void write() throws IOException {
        for (BlockColumn column : BlockColumn.values()) {
            for (int row = 0; row < rowCount && !isPresent(column); row++) {
                putNull(column);
            }
        }
        for (int row = 0; row < rowCount; row++) {
            absent.endRecord();
        }
        present.forEach(ColumnWriteStore::flush);
        absent.flush();
        file.startBlock(rowCount);
        pages.flushToFileWriter(file);
        file.endBlock();
        output.passRowGroup();
    }
}
