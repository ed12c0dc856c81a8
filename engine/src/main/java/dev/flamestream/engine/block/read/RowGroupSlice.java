package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.footer.ChunkPages;
import dev.flamestream.engine.block.footer.RowGroupPages;
import dev.flamestream.engine.block.read.FetchedPages.RowRun;
import dev.flamestream.engine.block.store.BlockFile;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.parquet.format.Encoding;

/** Some consecutive rows of one row group, of which some columns were fetched. Each method decodes a column into an array. */
final class RowGroupSlice {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
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
        return fetchAll(file, rowGroup, List.of(new RowRun(fromRow, endRow)), columns)
                .get(0);
    }

    /** Fetches columns of several runs of rows at once: a slice for each run. */
    static List<RowGroupSlice> fetchAll(
            BlockFile file, RowGroupPages rowGroup, List<RowRun> runs, Collection<BlockColumn> columns)
            throws IOException {
        FetchedPages pages = FetchedPages.fetch(file, rowGroup, runs, columns);
        return runs.stream()
                .map(run -> new RowGroupSlice(file.objectKey(), rowGroup, run.fromRow(), run.endRow(), pages))
                .toList();
    }

    /** Row of the row group at which it begins. */
    int fromRow() {
        return fromRow;
    }

    /** Number of rows. */
    int rowCount() {
        return endRow - fromRow;
    }

    /** Decodes 32-bit numbers; null is 0. */
    void readInts(BlockColumn column, int[] target, int at) throws IOException {
        forEachPage(column, (page, firstRow) -> {
            byte[] numbers = numbers(column, page, Integer.BYTES);
            int offset = 0;
            for (int slot = 0; slot < page.slotCount(); slot++) {
                if (page.isPresent(slot, column)) {
                    if (isWanted(firstRow + slot)) {
                        target[firstRow + slot - fromRow + at] = (int) INT.get(numbers, offset);
                    }
                    offset += Integer.BYTES;
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
            byte[] numbers = numbers(column, page, Long.BYTES);
            int offset = 0;
            for (int slot = 0; slot < page.slotCount(); slot++) {
                if (page.isPresent(slot, column)) {
                    if (isWanted(firstRow + slot)) {
                        target[firstRow + slot - fromRow + at] = (long) LONG.get(numbers, offset);
                        isPresent[firstRow + slot - fromRow + at] = true;
                    }
                    offset += Long.BYTES;
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
        readBytes(column, target, at, row -> true);
    }

    /** Decodes byte strings of some rows of the target; null is an empty one, and the others stay as they are. */
    void readBytes(BlockColumn column, byte[][] target, int at, IntPredicate wanted) throws IOException {
        forEachPage(column, (page, firstRow) -> {
            expect(column, page, Encoding.PLAIN);
            byte[] bytes = page.bytes();
            int offset = 0;
            for (int slot = 0; slot < page.slotCount(); slot++) {
                byte[] value = NO_BYTES;
                int row = firstRow + slot - fromRow + at;
                boolean isWanted = isWanted(firstRow + slot) && wanted.test(row);
                if (page.isPresent(slot, column)) {
                    int length = bytes.length - offset < Integer.BYTES ? -1 : (int) INT.get(bytes, offset);
                    offset += Integer.BYTES;
                    if (length < 0 || length > bytes.length - offset) {
                        throw corrupt(column, "value " + slot + " is not within " + bytes.length + " bytes");
                    }
                    if (isWanted) {
                        value = Arrays.copyOfRange(bytes, offset, offset + length);
                    }
                    offset += length;
                }
                if (isWanted) {
                    target[row] = value;
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
            lists.reserve(ids.length);
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
            use.use(DataPage.open(objectKey, column, bytes, chunk.endRow(page) - firstRow), firstRow);
        }
    }

    private boolean isWanted(int row) {
        return row >= fromRow && row < endRow;
    }

    private byte[] numbers(BlockColumn column, DataPage page, int bytesEach) throws IOException {
        expect(column, page, Encoding.PLAIN);
        if (page.bytes().length != (long) bytesEach * page.valueCount()) {
            throw corrupt(
                    column, "expected " + page.valueCount() + " numbers, found " + page.bytes().length + " bytes");
        }
        return page.bytes();
    }

    private int[] ids(BlockColumn column, DataPage page, int idCount) throws IOException {
        if (page.valueCount() == 0) {
            return new int[0];
        }
        expect(column, page, Encoding.RLE_DICTIONARY);
        int bitWidth = page.bytes().length == 0 ? -1 : page.bytes()[0];
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

    /** Damage found in a column of these rows. */
    CorruptBlockException corrupt(BlockColumn column, String what) {
        return new CorruptBlockException(
                objectKey, "column " + column.path() + ", row group at row " + rowGroup.firstRow(), what);
    }
}
