package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.footer.ChunkPages;
import dev.flamestream.engine.block.footer.RowGroupPages;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.RangeRead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Pages of some columns of one row group, those that hold some of its rows, fetched with few reads and found intact. */
final class FetchedPages {
    /**
     * Pages closer than this are fetched together. A small service's pages of three columns lie some 100 kB apart among those of
     * hundreds of others, so that a wider gap would read more of the others than of it.
     */
    private static final int MAX_GAP_BYTES = 64 << 10;

    /** Reads above this size are split, so that no single array is out of proportion. */
    private static final int MAX_READ_BYTES = 16 << 20;

    /**
     * Consecutive rows of a row group.
     *
     * @param fromRow the first
     * @param endRow the one behind the last
     */
    record RowRun(int fromRow, int endRow) {}

    private record Wanted(BlockColumn column, int page, long offset, int length, int checksum) {}

    private final Map<BlockColumn, Map<Integer, PageBytes>> pages = new HashMap<>();

    private FetchedPages() {}

    /** Fetches the pages that hold any of some runs of a row group's rows, and the dictionaries. */
    static FetchedPages fetch(
            BlockFile file, RowGroupPages rowGroup, List<RowRun> runs, Collection<BlockColumn> columns)
            throws IOException {
        List<Wanted> wanted = new ArrayList<>();
        for (BlockColumn column : columns) {
            addPages(wanted, column, rowGroup.column(column), runs);
        }
        wanted.sort(Comparator.comparingLong(Wanted::offset));
        List<List<Wanted>> together = new ArrayList<>();
        List<RangeRead> reads = new ArrayList<>();
        for (int begin = 0;
                begin < wanted.size();
                begin += together.get(together.size() - 1).size()) {
            List<Wanted> neighbours = wanted.subList(begin, endOfRead(wanted, begin));
            Wanted last = neighbours.get(neighbours.size() - 1);
            long start = neighbours.get(0).offset();
            int length = Math.toIntExact(last.offset() + last.length() - start);
            together.add(neighbours);
            reads.add(new RangeRead(start, length));
        }
        file.readAll(reads);
        FetchedPages fetched = new FetchedPages();
        for (int i = 0; i < reads.size(); i++) {
            fetched.add(file.objectKey(), together.get(i), reads.get(i));
        }
        return fetched;
    }

    private static void addPages(List<Wanted> wanted, BlockColumn column, ChunkPages chunk, List<RowRun> runs) {
        int next = 0;
        if (chunk.hasDictionary()) {
            add(wanted, column, chunk, next++);
        }
        for (RowRun run : runs) {
            // Two runs may have a page in common.
            next = Math.max(next, chunk.pageOf(run.fromRow()));
            int last = chunk.pageOf(run.endRow() - 1);
            for (; next <= last; next++) {
                add(wanted, column, chunk, next);
            }
        }
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

    private void add(String objectKey, List<Wanted> together, RangeRead read) throws CorruptBlockException {
        for (Wanted page : together) {
            int offset = Math.toIntExact(page.offset() - read.offset());
            CRC32C crc = new CRC32C();
            crc.update(read.bytes(), offset, page.length());
            if ((int) crc.getValue() != page.checksum()) {
                throw new CorruptBlockException(
                        objectKey,
                        "column " + page.column().path() + ", page at byte " + page.offset(),
                        "expected checksum " + Integer.toHexString(page.checksum()) + ", found "
                                + Long.toHexString(crc.getValue()));
            }
            pages.computeIfAbsent(page.column(), column -> new HashMap<>())
                    .put(page.page(), new PageBytes(read.bytes(), offset, offset + page.length()));
        }
    }
}
