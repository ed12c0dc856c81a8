package dev.flamestream.engine.block.footer;

import java.util.Arrays;

/** Where the pages of one column of one row group are: maybe a dictionary page, then data pages. */
public final class ChunkPages {
    private final boolean hasDictionary;
    private final long[] offset;
    private final int[] length;
    private final int[] checksum;
    private final int[] firstRow;

    /** Takes the arrays over; {@code firstRow} has an entry for each data page, and the number of rows behind. */
    ChunkPages(boolean hasDictionary, long[] offset, int[] length, int[] checksum, int[] firstRow) {
        this.hasDictionary = hasDictionary;
        this.offset = offset;
        this.length = length;
        this.checksum = checksum;
        this.firstRow = firstRow;
    }

    /** Number of pages of both sorts. */
    public int count() {
        return offset.length;
    }

    /** Whether page 0 is a dictionary. */
    public boolean hasDictionary() {
        return hasDictionary;
    }

    /** The data page that holds a row of the row group. */
    public int pageOf(int row) {
        int dataPageCount = firstRow.length - 1;
        int found = Arrays.binarySearch(firstRow, 0, dataPageCount, row);
        return (found >= 0 ? found : -found - 2) + (hasDictionary ? 1 : 0);
    }

    /** Offset of a page in the file. */
    public long offset(int page) {
        return offset[page];
    }

    /** Length of a page, its header included. */
    public int length(int page) {
        return length[page];
    }

    /** CRC-32C of a page and its header. */
    public int checksum(int page) {
        return checksum[page];
    }

    /** Row of the row group at which a data page begins. */
    public int firstRow(int page) {
        return firstRow[hasDictionary ? page - 1 : page];
    }

    /** Row of the row group behind the last of a data page. */
    public int endRow(int page) {
        return firstRow[hasDictionary ? page : page + 1];
    }

    /** Bytes of all pages, headers included. */
    public long sizeBytes() {
        long bytes = 0;
        for (int n : length) {
            bytes += n;
        }
        return bytes;
    }

    /** Bytes of memory held, to within a few. */
    long heldBytes() {
        return 100 + 20L * offset.length;
    }
}
