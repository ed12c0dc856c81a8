package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.footer.ChunkPages;
import dev.flamestream.engine.block.footer.RowGroupPages;
import dev.flamestream.engine.block.store.BlockFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Pages of some columns of one row group, those that hold a range of rows, fetched with few reads and found intact. */
final class FetchedPages {
    /**
     * Pages closer than this are fetched together. A small service's pages of three columns lie some 100 kB apart among those of
     * hundreds of others, so that a wider gap would read more of the others than of it.
     */
    private static final int MAX_GAP_BYTES = 64 << 10;

    /** Reads above this size are split, so that no single array is out of proportion. */
    private static final int MAX_READ_BYTES = 16 << 20;

    private record Wanted(BlockColumn column, int page, long offset, int length, int checksum) {}

    private final Map<BlockColumn, Map<Integer, PageBytes>> pages = new HashMap<>();

    private FetchedPages() {}

    /** Fetches the pages that hold rows {@code [fromRow, endRow)} of a row group, and the dictionaries. */
    static FetchedPages fetch(
            BlockFile file, RowGroupPages rowGroup, int fromRow, int endRow, Collection<BlockColumn> columns)
            throws IOException {
        List<Wanted> wanted = new ArrayList<>();
        for (BlockColumn column : columns) {
            ChunkPages chunk = rowGroup.column(column);
            if (chunk.hasDictionary()) {
                add(wanted, column, chunk, 0);
            }
            int last = chunk.pageOf(endRow - 1);
            for (int page = chunk.pageOf(fromRow); page <= last; page++) {
                add(wanted, column, chunk, page);
            }
        }
        wanted.sort(Comparator.comparingLong(Wanted::offset));
        FetchedPages fetched = new FetchedPages();
        int begin = 0;
        while (begin < wanted.size()) {
            int end = endOfRead(wanted, begin);
            fetched.read(file, wanted.subList(begin, end));
            begin = end;
        }
        return fetched;
    }

    /** A page of a column, header included. */
    PageBytes page(BlockColumn column, int page) {
        PageBytes bytes = pages.getOrDefault(column, Map.of()).get(page);
        if (bytes == null) {
            throw new IllegalStateException("page " + page + " of column " + column.path() + " was not fetched");
        }
        return bytes;
    }

    private static void add(List<Wanted> wanted, BlockColumn column, ChunkPages chunk, int page) {
        wanted.add(new Wanted(column, page, chunk.offset(page), chunk.length(page), chunk.checksum(page)));
    }

    private static int endOfRead(List<Wanted> wanted, int begin) {
        long start = wanted.get(begin).offset();
        int end = begin + 1;
        while (end < wanted.size()) {
            Wanted previous = wanted.get(end - 1);
            Wanted next = wanted.get(end);
            long gap = next.offset() - previous.offset() - previous.length();
            if (gap > MAX_GAP_BYTES || next.offset() + next.length() - start > MAX_READ_BYTES) {
                return end;
            }
            end++;
        }
        return end;
    }

    private void read(BlockFile file, List<Wanted> together) throws IOException {
        long start = together.get(0).offset();
        Wanted last = together.get(together.size() - 1);
        byte[] bytes = new byte[Math.toIntExact(last.offset() + last.length() - start)];
        file.readFully(start, bytes, 0, bytes.length);
        for (Wanted page : together) {
            int offset = Math.toIntExact(page.offset() - start);
            CRC32C crc = new CRC32C();
            crc.update(bytes, offset, page.length());
            if ((int) crc.getValue() != page.checksum()) {
                throw new CorruptBlockException(
                        file.objectKey(),
                        "column " + page.column().path() + ", page at byte " + page.offset(),
                        "expected checksum " + Integer.toHexString(page.checksum()) + ", found "
                                + Long.toHexString(crc.getValue()));
            }
            pages.computeIfAbsent(page.column(), column -> new HashMap<>())
                    .put(page.page(), new PageBytes(bytes, offset, offset + page.length()));
        }
    }
}
