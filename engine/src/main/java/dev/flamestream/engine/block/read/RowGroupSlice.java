package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.footer.ChunkPages;
import dev.flamestream.engine.block.footer.RowGroupPages;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.tree.Varints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesReader;
import org.apache.parquet.format.Encoding;

/** Some consecutive rows of one row group, of which some columns were fetched. Each method decodes a column into an array. */
final class RowGroupSlice {
    /** Parquet's writer packs deltas in blocks of this many values. */
    private static final int BLOCK_VALUES = 128;

    /** Each block has so many parts with a width of their own. */
    private static final int BLOCK_PARTS = 4;

    private static final byte[] NO_BYTES = new byte[0];

    private final String objectKey;
    private final RowGroupPages rowGroup;
    private final int fromRow;
    private final int endRow;
    private final FetchedPages pages;

    private RowGroupSlice(String objectKey, RowGroupPages rowGroup, int fromRow, int endRow, FetchedPages pages) {
        this.objectKey = objectKey;
        this.rowGroup = rowGroup;
        this.fromRow = fromRow;
        this.endRow = endRow;
        this.pages = pages;
    }

    /** Fetches columns of the rows {@code [fromRow, endRow)} of a row group. */
    static RowGroupSlice fetch(
            BlockFile file, RowGroupPages rowGroup, int fromRow, int endRow, Collection<BlockColumn> columns)
            throws IOException {
        return new RowGroupSlice(
                file.objectKey(),
                rowGroup,
                fromRow,
                endRow,
                FetchedPages.fetch(file, rowGroup, fromRow, endRow, columns));
    }

    /** Number of rows. */
    int rowCount() {
        return endRow - fromRow;
    }

    /** Decodes 32-bit numbers; null is 0. */
    void readInts(BlockColumn column, int[] target, int at) throws IOException {
        forEachPage(column, (page, firstRow) -> {
            ValuesReader values = numbers(column, page);
            for (int slot = 0, to = firstRow - fromRow + at; slot < page.slotCount(); slot++, to++) {
                if (page.isPresent(slot, column)) {
                    int value = values.readInteger();
                    if (isWanted(firstRow + slot)) {
                        target[to] = value;
                    }
                }
            }
        });
    }

    /** Decodes 64-bit numbers; null is 0. */
    void readLongs(BlockColumn column, long[] target, int at) throws IOException {
        readLongs(column, target, new boolean[target.length], at);
    }

    /** Decodes 64-bit numbers, and whether they are there. */
    void readLongs(BlockColumn column, long[] target, boolean[] isPresent, int at) throws IOException {
        forEachPage(column, (page, firstRow) -> {
            ValuesReader values = numbers(column, page);
            for (int slot = 0, to = firstRow - fromRow + at; slot < page.slotCount(); slot++, to++) {
                if (page.isPresent(slot, column)) {
                    long value = values.readLong();
                    if (isWanted(firstRow + slot)) {
                        target[to] = value;
                        isPresent[to] = true;
                    }
                }
            }
        });
    }

    /** Decodes flags; null is false. */
    void readFlags(BlockColumn column, boolean[] target, int at) throws IOException {
        forEachPage(column, (page, firstRow) -> {
            expect(column, page, Encoding.RLE);
            // The runs are preceded by their length in four bytes.
            int[] flags = runs(column, page, Integer.BYTES, 1);
            int next = 0;
            for (int slot = 0; slot < page.slotCount(); slot++) {
                if (page.isPresent(slot, column)) {
                    int flag = flags[next++];
                    if (isWanted(firstRow + slot)) {
                        target[firstRow + slot - fromRow + at] = flag != 0;
                    }
                }
            }
        });
    }

    /** Decodes byte strings; null is an empty one. */
    void readBytes(BlockColumn column, byte[][] target, int at) throws IOException {
        forEachPage(column, (page, firstRow) -> {
            ValuesReader values =
                    deltas(new DeltaLengthByteArrayValuesReader(), Encoding.DELTA_LENGTH_BYTE_ARRAY, column, page);
            for (int slot = 0; slot < page.slotCount(); slot++) {
                boolean isWanted = isWanted(firstRow + slot);
                byte[] value = NO_BYTES;
                if (page.isPresent(slot, column)) {
                    if (isWanted) {
                        value = values.readBytes().getBytes();
                    } else {
                        values.skip();
                    }
                }
                if (isWanted) {
                    target[firstRow + slot - fromRow + at] = value;
                }
            }
        });
    }

    /** Decodes the dictionary ids of texts; null is -1. */
    void readIds(BlockColumn column, int idCount, int[] target, int at) throws IOException {
        forEachPage(column, (page, firstRow) -> {
            int[] ids = ids(column, page, idCount);
            int next = 0;
            for (int slot = 0; slot < page.slotCount(); slot++) {
                int id = page.isPresent(slot, column) ? ids[next++] : -1;
                if (isWanted(firstRow + slot)) {
                    target[firstRow + slot - fromRow + at] = id;
                }
            }
        });
    }

    /** Decodes the dictionary ids of texts where a row may have several. */
    IdLists readIdLists(BlockColumn column, int idCount) throws IOException {
        IdLists lists = new IdLists(rowCount());
        forEachPage(column, (page, firstRow) -> {
            int[] ids = ids(column, page, idCount);
            int next = 0;
            int row = firstRow - 1;
            for (int slot = 0; slot < page.slotCount(); slot++) {
                row += page.beginsRow(slot) ? 1 : 0;
                boolean isWanted = isWanted(row);
                if (isWanted && page.beginsRow(slot)) {
                    lists.beginList();
                }
                if (page.isPresent(slot, column)) {
                    int id = ids[next++];
                    if (isWanted) {
                        lists.add(id);
                    }
                }
            }
        });
        return lists;
    }

    /** The texts that the ids of a column stand for. */
    TextDictionary dictionary(BlockColumn column) throws IOException {
        return rowGroup.column(column).hasDictionary()
                ? TextDictionary.open(objectKey, column, pages.page(column, 0))
                : TextDictionary.empty();
    }

    private interface PageUse {
        void use(DataPage page, int firstRow) throws IOException;
    }

    private void forEachPage(BlockColumn column, PageUse use) throws IOException {
        ChunkPages chunk = rowGroup.column(column);
        int last = chunk.pageOf(endRow - 1);
        for (int page = chunk.pageOf(fromRow); page <= last; page++) {
            PageBytes bytes = pages.page(column, page);
            int firstRow = chunk.firstRow(page);
            try {
                use.use(DataPage.open(objectKey, column, bytes, chunk.endRow(page) - firstRow), firstRow);
            } catch (CorruptBlockException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                // No I/O happens here: Parquet's decoders answer nonsense with many exceptions of their own,
                // and behind a checksum each of them is a file that was made wrong.
                throw new CorruptBlockException(objectKey, "column " + column.path() + ", row " + firstRow, e);
            }
        }
    }

    private boolean isWanted(int row) {
        return row >= fromRow && row < endRow;
    }

    private ValuesReader numbers(BlockColumn column, DataPage page) throws IOException {
        return deltas(new DeltaBinaryPackingValuesReader(), Encoding.DELTA_BINARY_PACKED, column, page);
    }

    /** Opens a reader of numbers, or of byte strings, whose lengths are such numbers. */
    private ValuesReader deltas(ValuesReader reader, Encoding encoding, BlockColumn column, DataPage page)
            throws IOException {
        if (page.valueCount() == 0) {
            return reader;
        }
        expect(column, page, encoding);
        // The reader makes room for as many values as the page claims, so the claim is looked at first.
        Varints.Reader header = new Varints.Reader(page.bytes());
        if (header.next() != BLOCK_VALUES || header.next() != BLOCK_PARTS || header.next() != page.valueCount()) {
            throw corrupt(column, "expected deltas of " + page.valueCount() + " values in blocks of " + BLOCK_VALUES);
        }
        reader.initFromPage(page.valueCount(), ByteBufferInputStream.wrap(ByteBuffer.wrap(page.bytes())));
        return reader;
    }

    private int[] ids(BlockColumn column, DataPage page, int idCount) throws IOException {
        if (page.valueCount() == 0) {
            return new int[0];
        }
        expect(column, page, Encoding.RLE_DICTIONARY);
        int bitWidth = page.bytes()[0];
        if (bitWidth < 0 || bitWidth > Integer.SIZE) {
            throw corrupt(column, "ids of " + bitWidth + " bits");
        }
        int[] ids = runs(column, page, 1, bitWidth);
        for (int id : ids) {
            if (id < 0 || id >= idCount) {
                throw corrupt(column, "id " + id + ", the dictionary has " + idCount);
            }
        }
        return ids;
    }

    private int[] runs(BlockColumn column, DataPage page, int offset, int bitWidth) throws IOException {
        int[] values = new int[page.valueCount()];
        if (!HybridRuns.decode(page.bytes(), offset, page.bytes().length, bitWidth, values)) {
            throw corrupt(column, "expected " + values.length + " values, found fewer");
        }
        return values;
    }

    private void expect(BlockColumn column, DataPage page, Encoding encoding) throws IOException {
        if (page.encoding() != encoding) {
            throw corrupt(column, "expected encoding " + encoding + ", found " + page.encoding());
        }
    }

    private CorruptBlockException corrupt(BlockColumn column, String what) {
        return new CorruptBlockException(
                objectKey, "column " + column.path() + ", row group at row " + rowGroup.firstRow(), what);
    }
}
