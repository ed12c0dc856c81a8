package dev.flamestream.engine.block;

import dev.flamestream.schemas.block.BlockFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * A block taken apart, so that a test can change any part of it and put all together again: offsets, lengths and checksums are
 * right once more, and only what the test has changed is a lie.
 */
final class ForgedBlock {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final FileMetaData footer;
    private final List<Chunk> chunks;

    /** Pages of one column of one row group, headers included, the dictionary first. */
    static final class Chunk {
        final BlockColumn column;
        final boolean hasDictionary;
        final OffsetIndex index;
        final List<byte[]> pages = new ArrayList<>();
        private final ColumnChunk entry;

        private Chunk(BlockColumn column, ColumnChunk entry, OffsetIndex index) {
            this.column = column;
            this.entry = entry;
            this.hasDictionary = entry.getMeta_data().isSetDictionary_page_offset()
                    && entry.getMeta_data().getDictionary_page_offset() > 0;
            this.index = index;
        }
    }

    private ForgedBlock(FileMetaData footer, List<Chunk> chunks) {
        this.footer = footer;
        this.chunks = chunks;
    }

    /** Takes a block apart. */
    static ForgedBlock open(byte[] block) throws IOException {
        int footerBytes = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).getInt(block.length - 8);
        FileMetaData footer =
                Util.readFileMetaData(new ByteArrayInputStream(block, block.length - 8 - footerBytes, footerBytes));
        List<Chunk> chunks = new ArrayList<>();
        for (RowGroup rowGroup : footer.getRow_groups()) {
            for (BlockColumn column : BlockColumn.values()) {
                ColumnChunk entry = rowGroup.getColumns().get(column.index());
                OffsetIndex index = Util.readOffsetIndex(new ByteArrayInputStream(
                        block, (int) entry.getOffset_index_offset(), entry.getOffset_index_length()));
                Chunk chunk = new Chunk(column, entry, index);
                ColumnMetaData metadata = entry.getMeta_data();
                if (chunk.hasDictionary) {
                    chunk.pages.add(Arrays.copyOfRange(
                            block, (int) metadata.getDictionary_page_offset(), (int) metadata.getData_page_offset()));
                }
                for (PageLocation location : index.getPage_locations()) {
                    int offset = (int) location.getOffset();
                    chunk.pages.add(Arrays.copyOfRange(block, offset, offset + location.getCompressed_page_size()));
                }
                chunks.add(chunk);
            }
        }
        return new ForgedBlock(footer, chunks);
    }

    /** The footer as Parquet has it; what it says of places and checksums is written anew. */
    FileMetaData footer() {
        return footer;
    }

    /** All chunks, in the order of the file. */
    List<Chunk> chunks() {
        return chunks;
    }

    /** Replaces an entry of the footer's metadata. */
    void put(String key, String value) {
        for (KeyValue entry : footer.getKey_value_metadata()) {
            if (entry.getKey().equals(key)) {
                entry.setValue(value);
            }
        }
    }

    /** The block, sealed. */
    byte[] close() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(MAGIC);
        ByteBuffer checksums = ByteBuffer.allocate(4
                        * chunks.stream().mapToInt(chunk -> chunk.pages.size()).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (Chunk chunk : chunks) {
            place(chunk, file, checksums);
        }
        int tailOffset = file.size();
        for (Chunk chunk : chunks) {
            chunk.entry.unsetColumn_index_offset();
            chunk.entry.unsetColumn_index_length();
            chunk.entry.setOffset_index_offset(file.size());
            Util.writeOffsetIndex(chunk.index, file);
            chunk.entry.setOffset_index_length(file.size() - (int) chunk.entry.getOffset_index_offset());
        }
        put(BlockFormat.METADATA_PAGE_CHECKSUMS, Base64.getEncoder().encodeToString(checksums.array()));
        put(BlockFormat.METADATA_SEAL, TailSeal.OPEN);
        int footerOffset = file.size();
        Util.writeFileMetaData(footer, file);
        file.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(file.size() - footerOffset)
                .array());
        file.writeBytes(MAGIC);
        return sealed(file.toByteArray(), tailOffset);
    }

    /** The block with the seal that its tail ought to have. */
    static byte[] sealed(byte[] block, int tailOffset) {
        byte[] tail = Arrays.copyOfRange(block, tailOffset, block.length);
        TailSeal.close(tail);
        System.arraycopy(tail, 0, block, tailOffset, tail.length);
        return block;
    }

    private static void place(Chunk chunk, ByteArrayOutputStream file, ByteBuffer checksums) {
        int firstDataPage = chunk.hasDictionary ? 1 : 0;
        if (chunk.hasDictionary) {
            chunk.entry.getMeta_data().setDictionary_page_offset(file.size());
        }
        for (int page = 0; page < chunk.pages.size(); page++) {
            byte[] bytes = chunk.pages.get(page);
            if (page == firstDataPage) {
                chunk.entry.getMeta_data().setData_page_offset(file.size());
            }
            if (page >= firstDataPage) {
                PageLocation location = chunk.index.getPage_locations().get(page - firstDataPage);
                location.setOffset(file.size());
                location.setCompressed_page_size(bytes.length);
            }
            CRC32C crc = new CRC32C();
            crc.update(bytes);
            checksums.putInt((int) crc.getValue());
            file.writeBytes(bytes);
        }
    }
}
