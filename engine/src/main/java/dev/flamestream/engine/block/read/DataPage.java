package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.ZstdFrames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/** One data page, opened: which of its slots hold a value, and the values' bytes. */
final class DataPage {
    /** A page is cut at 1 MiB and a row is at most some 20 MiB; what claims more is damaged. */
    static final int MAX_BYTES = 128 << 20;

    /** A page has at most 8,192 rows and a row at most some hundred labels. */
    private static final int MAX_SLOTS = 16 << 20;

    private final int slotCount;
    private final int valueCount;
    private final Encoding encoding;
    private final byte[] bytes;
    private final int[] repetition;
    private final int[] definition;

    private DataPage(DataPageHeaderV2 header, byte[] bytes, int[] repetition, int[] definition) {
        this.slotCount = header.getNum_values();
        this.valueCount = header.getNum_values() - header.getNum_nulls();
        this.encoding = header.getEncoding();
        this.bytes = bytes;
        this.repetition = repetition;
        this.definition = definition;
    }

    /** Opens a page of a column, which must hold as many rows as the offset index says. */
    static DataPage open(String objectKey, BlockColumn column, PageBytes page, int rowCount) throws IOException {
        String where = "column " + column.path();
        ByteArrayInputStream in = page.stream();
        PageHeader header = PageBytes.header(objectKey, where, in);
        if (header.getType() != PageType.DATA_PAGE_V2
                || !header.isSetData_page_header_v2()
                || header.getCompressed_page_size() != in.available()) {
            throw new CorruptBlockException(
                    objectKey,
                    where,
                    "expected a V2 data page of " + in.available() + " bytes, found " + header.getType() + " of "
                            + header.getCompressed_page_size());
        }
        DataPageHeaderV2 data = header.getData_page_header_v2();
        int repetitionBytes = data.getRepetition_levels_byte_length();
        int definitionBytes = data.getDefinition_levels_byte_length();
        int levelBytes = repetitionBytes + definitionBytes;
        int contentBytes = header.getUncompressed_page_size() - levelBytes;
        int slots = data.getNum_values();
        if (data.getNum_rows() != rowCount
                || slots < rowCount
                || slots > MAX_SLOTS
                || (slots > rowCount && !column.isRepeated())
                || data.getNum_nulls() < 0
                || data.getNum_nulls() > slots
                || repetitionBytes < 0
                || definitionBytes < 0
                || levelBytes < 0
                || levelBytes > in.available()
                || contentBytes < 0
                || contentBytes > MAX_BYTES) {
            throw new CorruptBlockException(
                    objectKey, where, "expected a page of " + rowCount + " rows, found " + header);
        }
        int at = page.end() - in.available();
        int[] repetition = levels(page, at, repetitionBytes, column.isRepeated() ? 1 : 0, slots);
        // Where nothing is null a level says nothing.
        int levelWidth = data.getNum_nulls() == 0 ? 0 : column.maxDefinitionLevel();
        int[] definition = levels(page, at + repetitionBytes, definitionBytes, levelWidth, slots);
        byte[] content = data.isIs_compressed()
                ? ZstdFrames.decompressExactly(
                        objectKey, where, page.array(), at + levelBytes, page.end() - at - levelBytes, contentBytes)
                : Arrays.copyOfRange(page.array(), at + levelBytes, page.end());
        DataPage opened = new DataPage(data, content, repetition, definition);
        opened.checkLevels(objectKey, where, column, rowCount);
        return opened;
    }

    private static int[] levels(PageBytes page, int offset, int length, int bitWidth, int slots) {
        if (bitWidth == 0) {
            return new int[0];
        }
        int[] levels = new int[slots];
        // Levels that are too few stay at -1 and are found by the check of all levels.
        if (!HybridRuns.decode(page.array(), offset, offset + length, bitWidth, levels)) {
            Arrays.fill(levels, -1);
        }
        return levels;
    }

    private void checkLevels(String objectKey, String where, BlockColumn column, int rowCount)
            throws CorruptBlockException {
        int rows = repetition.length == 0 ? slotCount : 0;
        for (int level : repetition) {
            rows += level == 0 ? 1 : 0;
        }
        int values = definition.length == 0 ? slotCount : 0;
        for (int level : definition) {
            values += level == column.maxDefinitionLevel() ? 1 : 0;
        }
        if (rows != rowCount || values != valueCount || (repetition.length > 0 && repetition[0] != 0)) {
            throw new CorruptBlockException(
                    objectKey,
                    where,
                    "expected " + rowCount + " rows of " + valueCount + " values, found levels of " + rows + " and "
                            + values);
        }
    }

    /** Number of slots: as many as rows, or more where a row may have several values. */
    int slotCount() {
        return slotCount;
    }

    /** Number of slots that hold a value. */
    int valueCount() {
        return valueCount;
    }

    /** How the values are encoded. */
    Encoding encoding() {
        return encoding;
    }

    /** The values, decompressed. */
    byte[] bytes() {
        return bytes;
    }

    /** Whether a slot holds a value. */
    boolean isPresent(int slot, BlockColumn column) {
        return definition.length == 0 || definition[slot] == column.maxDefinitionLevel();
    }

    /** Whether a slot begins a row. */
    boolean beginsRow(int slot) {
        return repetition.length == 0 || repetition[slot] == 0;
    }
}
