package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.BlockColumn.Rows;
import dev.flamestream.engine.block.BlockSchema;
import java.util.List;
import java.util.function.Predicate;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.api.Binary;

/** Row groups of profiles, through Parquet's own writers of columns. */
final class ProfileRowGroups extends RowGroups {
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
    private static final int PAGE_ROWS = 2048;

    /** No page grows past this by more than one row. */
    private static final int PAGE_BYTES = 1 << 20;

    /** No bound in practice: the raw bytes of a row group are bounded, and strings must never leave the dictionary. */
    private static final int DICTIONARY_BYTES = 1 << 30;

    private final int samplePageRows;
    private final ColumnWriter[] writers = new ColumnWriter[BlockColumn.values().length];
    /** Columns with the same number of rows a page have one store. */
    private List<ColumnWriteStore> stores = List.of();

    /** @param packedBytesEach what the stacks, and the values, of a profile take */
    ProfileRowGroups(ParquetFileWriter file, BlockOutput output, long packedBytesEach) {
        super(file, output, Rows.PROFILES);
        long rows = WANTED_SAMPLE_PAGE_BYTES / Math.max(1, packedBytesEach);
        this.samplePageRows = (int) Math.max(MIN_SAMPLE_PAGE_ROWS, Math.min(MAX_SAMPLE_PAGE_ROWS, rows));
        open(firstPages());
    }

    @Override
    void open(ColumnChunkPageWriteStore pages) {
        stores = List.of(
                store(pages, samplePageRows, SAMPLE_PAGE_BYTES, ProfileRowGroups::isPackedSamples),
                store(pages, PAGE_ROWS, PAGE_BYTES, column -> isPresent(column) && !isPackedSamples(column)));
    }

    @Override
    void flush() {
        stores.forEach(ColumnWriteStore::flush);
    }

    @Override
    void closeColumns() {
        stores.forEach(ColumnWriteStore::close);
    }

    void endRow() {
        for (ColumnWriteStore store : stores) {
            store.endRecord();
        }
    }

    void put(BlockColumn column, int value) {
        writers[column.index()].write(value, 0, column.maxDefinitionLevel());
    }

    void put(BlockColumn column, long value) {
        writers[column.index()].write(value, 0, column.maxDefinitionLevel());
    }

    void put(BlockColumn column, Binary value) {
        writers[column.index()].write(value, 0, column.maxDefinitionLevel());
    }

    void putNull(BlockColumn column) {
        writers[column.index()].writeNull(0, 0);
    }

    void putUnlessZero(BlockColumn column, long value) {
        if (value == 0) {
            putNull(column);
        } else {
            put(column, value);
        }
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

    private ColumnWriteStore store(
            ColumnChunkPageWriteStore pages, int pageRows, int pageBytes, Predicate<BlockColumn> takes) {
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
}
