package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/** Plain numbers, little-endian. */
final class NumberColumn extends NodeColumn {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int width;
    private final boolean isPruned;
    private byte[] bytes = new byte[1024];
    private int size;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

    /** @param width bytes of a number, 4 or 8 */
    NumberColumn(BlockColumn column, PageWriter pages, int width) {
        super(column, pages);
        this.width = width;
        this.isPruned = RowGroups.isPrunedBy(column);
    }

    @Override
    void add(long value) {
        if (size + width > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        if (width == Integer.BYTES) {
            INTS.set(bytes, size, Math.toIntExact(value));
        } else {
            LONGS.set(bytes, size, value);
        }
        size += width;
        if (isPruned) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
    }

    @Override
    Encoding encoding() {
        return Encoding.PLAIN;
    }

    @Override
    BytesInput values() {
        return BytesInput.from(bytes, 0, size);
    }

    @Override
    void beginPage() {
        size = 0;
        least = Long.MAX_VALUE;
        greatest = Long.MIN_VALUE;
    }

    @Override
    void addTo(Statistics<?> statistics) {
        if (!isPruned || size == 0) {
            return;
        }
        if (width == Integer.BYTES) {
            statistics.updateStats((int) least);
            statistics.updateStats((int) greatest);
        } else {
            statistics.updateStats(least);
            statistics.updateStats(greatest);
        }
    }
}
