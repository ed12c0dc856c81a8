package dev.flamestream.engine.block.footer;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.SectionIndexReader;
import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.block.TailSeal;
import dev.flamestream.engine.block.ZstdFrames;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.schemas.block.BlockFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** Reads and checks a block's tail. Nothing of it is interpreted before its checksum is found right. */
final class FooterReader {
    private static final String WHERE = "footer";

    /** Most tails are smaller, and reading this much of an object store takes no longer than reading one byte. */
    private static final int FIRST_READ_BYTES = 64 << 10;

    /** Larger than any section index that the bounds of a writer allow; what claims more is damaged. */
    private static final int MAX_INDEX_BYTES = 256 << 20;

    /** The rows of a page of a column that every row has; a writer's pages have at most this many. */
    private static final int MAX_PAGE_ROWS = 8192;

    private final BlockFile file;
    private final String objectKey;
    /** Where the pages met so far end in the file: pages stand in the order of the file and share no byte. */
    private long pagesEnd;

    FooterReader(BlockFile file) {
        this.file = file;
        this.objectKey = file.objectKey();
    }

    BlockFooter read() throws IOException {
        byte[] tail = readTail();
        long tailOffset = file.sizeBytes() - tail.length;
        try {
            return parse(tail, tailOffset);
        } catch (CorruptBlockException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // No I/O happens here: Thrift and base64 answer nonsense with exceptions of both kinds, and behind a
            // checksum each is a file that was made wrong.
            throw new CorruptBlockException(objectKey, WHERE, e);
        }
    }

    private byte[] readTail() throws IOException {
        byte[] end = readEnd((int) Math.min(file.sizeBytes(), FIRST_READ_BYTES));
        OptionalInt length = TailSeal.tailLength(end);
        if (length.isEmpty()) {
            // The footer behind its section index is short, so that the seal is always in the last bytes.
            throw corrupt("expected a seal in the last " + end.length + " bytes, found none");
        }
        int tailBytes = length.getAsInt();
        if (tailBytes < 0 || tailBytes > file.sizeBytes()) {
            throw corrupt("expected a tail of at most " + file.sizeBytes() + " bytes, found " + tailBytes);
        }
        byte[] tail = tailBytes <= end.length
                ? Arrays.copyOfRange(end, end.length - tailBytes, end.length)
                : readEnd(tailBytes);
        if (!TailSeal.isIntact(tail)) {
            throw corrupt("the checksum of the last " + tailBytes + " bytes is wrong");
        }
        return tail;
    }

    private byte[] readEnd(int length) throws IOException {
        byte[] end = new byte[length];
        file.readFully(file.sizeBytes() - length, end, 0, length);
        return end;
    }

    private BlockFooter parse(byte[] tail, long tailOffset) throws IOException {
        int footerBytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(tail.length - 8);
        FileMetaData footer =
                Util.readFileMetaData(new ByteArrayInputStream(tail, tail.length - 8 - footerBytes, footerBytes));
        Map<String, @Nullable String> entries = new HashMap<>();
        for (KeyValue entry : footer.getKey_value_metadata()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        BlockMetadata metadata = BlockMetadata.of(objectKey, entries);
        byte[] index = ZstdFrames.decompress(
                objectKey, WHERE, decode(entries, BlockFormat.METADATA_SECTIONS), MAX_INDEX_BYTES);
        List<StoredSection> sections = SectionIndexReader.read(objectKey, metadata.tenant(), metadata.version(), index);
        IntBuffer checksums = ByteBuffer.wrap(decode(entries, BlockFormat.METADATA_PAGE_CHECKSUMS))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        List<RowGroupPages> rowGroups = new ArrayList<>();
        long firstRow = 0;
        for (RowGroup rowGroup : footer.getRow_groups()) {
            rowGroups.add(rowGroup(rowGroup, firstRow, tail, tailOffset, checksums));
            firstRow += rowGroup.getNum_rows();
        }
        if (checksums.hasRemaining()) {
            throw corrupt(checksums.remaining() + " more page checksums than pages");
        }
        checkRows(sections, firstRow);
        return new BlockFooter(objectKey, file.sizeBytes(), tail.length, metadata, sections, rowGroups);
    }

    private RowGroupPages rowGroup(RowGroup rowGroup, long firstRow, byte[] tail, long tailOffset, IntBuffer checksums)
            throws IOException {
        int rowCount = Math.toIntExact(rowGroup.getNum_rows());
        if (rowCount < 1) {
            throw corrupt("expected at least one row in the row group at row " + firstRow + ", found " + rowCount);
        }
        List<ColumnChunk> chunks = rowGroup.getColumns();
        BlockColumn[] columns = BlockColumn.values();
        if (chunks.size() != columns.length) {
            throw corrupt("expected " + columns.length + " columns, found " + chunks.size());
        }
        List<ChunkPages> pages = new ArrayList<>();
        for (BlockColumn column : columns) {
            ColumnChunk chunk = chunks.get(column.index());
            String path = String.join(".", chunk.getMeta_data().getPath_in_schema());
            if (!path.equals(column.path())) {
                throw corrupt("expected column " + column.path() + ", found " + path);
            }
            OffsetIndex index = Util.readOffsetIndex(new ByteArrayInputStream(
                    tail,
                    Math.toIntExact(chunk.getOffset_index_offset() - tailOffset),
                    chunk.getOffset_index_length()));
            pages.add(chunkPages(chunk.getMeta_data(), index.getPage_locations(), rowCount, checksums));
            checkPages(column, pages.get(pages.size() - 1), tailOffset);
        }
        return new RowGroupPages(firstRow, rowCount, pages);
    }

    private ChunkPages chunkPages(ColumnMetaData chunk, List<PageLocation> locations, int rowCount, IntBuffer checksums)
            throws CorruptBlockException {
        boolean hasDictionary = chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0;
        int first = hasDictionary ? 1 : 0;
        long[] offset = new long[locations.size() + first];
        int[] length = new int[offset.length];
        int[] firstRow = new int[locations.size() + 1];
        if (hasDictionary) {
            offset[0] = chunk.getDictionary_page_offset();
            length[0] = Math.toIntExact(chunk.getData_page_offset() - offset[0]);
        }
        for (int page = 0; page < locations.size(); page++) {
            PageLocation location = locations.get(page);
            offset[first + page] = location.getOffset();
            length[first + page] = location.getCompressed_page_size();
            firstRow[page] = Math.toIntExact(location.getFirst_row_index());
        }
        firstRow[locations.size()] = rowCount;
        int[] checksum = new int[offset.length];
        checksums.get(checksum);
        return new ChunkPages(hasDictionary, offset, length, checksum, firstRow);
    }

    private void checkPages(BlockColumn column, ChunkPages pages, long tailOffset) throws CorruptBlockException {
        int firstDataPage = pages.hasDictionary() ? 1 : 0;
        if (pages.count() == firstDataPage || pages.firstRow(firstDataPage) != 0) {
            throw corrupt("column " + column.path() + " has no page that begins at row 0");
        }
        for (int page = 0; page < pages.count(); page++) {
            long offset = pages.offset(page);
            int length = pages.length(page);
            if (length < 1 || offset < pagesEnd || offset > tailOffset - length) {
                throw corrupt("column " + column.path() + ", page " + page + ": expected a place from " + pagesEnd
                        + " to " + tailOffset + ", found " + length + " bytes at " + offset);
            }
            pagesEnd = offset + length;
            int rowCount = page < firstDataPage ? 1 : pages.endRow(page) - pages.firstRow(page);
            if (rowCount < 1 || (column.rows() == BlockColumn.Rows.BOTH && rowCount > MAX_PAGE_ROWS)) {
                throw corrupt("column " + column.path() + ", page " + page + ": expected 1 to " + MAX_PAGE_ROWS
                        + " rows, found " + rowCount);
            }
        }
    }

    /** Every row belongs to one section and is of one kind: a row that counts twice, or never, would be a wrong sum. */
    private void checkRows(List<StoredSection> sections, long rowCount) throws CorruptBlockException {
        List<RowRange> ranges = new ArrayList<>();
        for (StoredSection section : sections) {
            ranges.add(new RowRange(section.firstProfileRow(), section.summary().profileCount()));
            ranges.add(new RowRange(section.firstNodeRow(), section.summary().nodeCount()));
        }
        ranges.sort(Comparator.comparingLong(RowRange::firstRow));
        long end = 0;
        for (RowRange range : ranges) {
            if (range.firstRow != end || range.count > rowCount - end) {
                throw corrupt("expected " + rowCount + " rows in sections without gap or overlap, found " + range.count
                        + " rows of a section at row " + range.firstRow + " where row " + end + " is next");
            }
            end += range.count;
        }
        if (end != rowCount) {
            throw corrupt("expected " + rowCount + " rows in sections, found " + end);
        }
    }

    private record RowRange(long firstRow, int count) {}

    private byte[] decode(Map<String, @Nullable String> entries, String key) throws CorruptBlockException {
        return Base64.getDecoder().decode(BlockMetadata.entry(objectKey, entries, key));
    }

    private CorruptBlockException corrupt(String what) {
        return new CorruptBlockException(objectKey, WHERE, what);
    }
}
