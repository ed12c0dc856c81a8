package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockColumn;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/** A column of the nodes of one row group: takes a value or a null for each row, and writes them as pages. Not thread-safe. */
abstract class NodeColumn implements AutoCloseable {
    final BlockColumn column;
    final PageWriter pages;
    private final Levels levels;
    private int nulls;

    NodeColumn(BlockColumn column, PageWriter pages) {
        this.column = column;
        this.pages = pages;
        this.levels = new Levels(column.maxDefinitionLevel());
    }

    final void put(long value) throws IOException {
        levels.add(1);
        add(value);
    }

    final void putNull() throws IOException {
        levels.add(0);
        nulls++;
    }

    /** Takes a value that is there. */
    abstract void add(long value) throws IOException;

    /** How the page's values are written. */
    abstract Encoding encoding();

    /** The page's values; they are begun anew by {@link #beginPage}. */
    abstract BytesInput values() throws IOException;

    /** Forgets the page's values. */
    abstract void beginPage();

    /** Tells the page's least and greatest value, where readers prune by them. */
    abstract void addTo(Statistics<?> statistics);

    final void endPage(int rows) throws IOException {
        Statistics<?> statistics = RowGroups.statistics(column);
        addTo(statistics);
        statistics.incrementNumNulls(nulls);
        pages.writePageV2(rows, nulls, rows, BytesInput.empty(), levels.take(), encoding(), values(), statistics);
        levels.reset();
        nulls = 0;
        beginPage();
    }

    /** After the last page. */
    void endChunk() throws IOException {}

    @Override
    public void close() {
        levels.close();
    }
}
