package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockColumn;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/** Runs of bits, their length before them. */
final class FlagColumn extends NodeColumn {
    private final Levels bits = new Levels(1);

    FlagColumn(BlockColumn column, PageWriter pages) {
        super(column, pages);
    }

    @Override
    void add(long value) throws IOException {
        bits.add((int) value);
    }

    @Override
    Encoding encoding() {
        return Encoding.RLE;
    }

    @Override
    BytesInput values() throws IOException {
        BytesInput runs = bits.take();
        return BytesInput.concat(BytesInput.fromInt(Math.toIntExact(runs.size())), runs);
    }

    @Override
    void beginPage() {
        bits.reset();
    }

    @Override
    void addTo(Statistics<?> statistics) {
        // Nobody prunes by a flag.
    }

    @Override
    public void close() {
        super.close();
        bits.close();
    }
}
