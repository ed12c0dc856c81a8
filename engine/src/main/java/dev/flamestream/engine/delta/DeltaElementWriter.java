package dev.flamestream.engine.delta;

import dev.flamestream.engine.tree.Varints;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;

/** Writes the elements of {@link DeltaLogFormat}. Reused; not thread-safe. */
final class DeltaElementWriter {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** One giant series does not keep its room for good. */
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private final CRC32C crc = new CRC32C();
    private byte[] buffer = new byte[4 << 10];
    private int size;

    /** All that is known of a series. */
    byte[] base(CumulativeSeries series) {
        begin(DeltaLogFormat.BASE);
        put(series.labels().size());
        for (Map.Entry<String, String> label : series.labels().asMap().entrySet()) {
            putText(label.getKey());
            putText(label.getValue());
        }
        put(series.types().size());
        for (CumulativeSeries.Type type : series.types()) {
            putText(type.name());
            putText(type.unit());
        }
        putTimes(series);
        putStacks(series, 0);
        return finish();
    }

    /** What a profile changed: values of stacks below {@code knownCount} against those before, and the stacks from there on. */
    byte[] change(CumulativeSeries series, long[] before, int knownCount) {
        begin(DeltaLogFormat.CHANGE);
        putTimes(series);
        int typeCount = series.types().size();
        int changed = 0;
        for (int stack = 0; stack < knownCount; stack++) {
            changed += series.hasValues(stack, before) ? 0 : 1;
        }
        put(changed);
        int previous = -1;
        for (int stack = 0; stack < knownCount; stack++) {
            if (!series.hasValues(stack, before)) {
                put(stack - previous - 1L);
                previous = stack;
                for (int type = 0; type < typeCount; type++) {
                    put(Varints.zigzag(series.value(stack, type) - before[stack * typeCount + type]));
                }
            }
        }
        putStacks(series, knownCount);
        return finish();
    }

    private void putTimes(CumulativeSeries series) {
        put(Varints.zigzag(series.timeMillis()));
        put(Varints.zigzag(series.appendMillis()));
    }

    private void putStacks(CumulativeSeries series, int from) {
        put(series.stackCount() - (long) from);
        for (int stack = from; stack < series.stackCount(); stack++) {
            reserve(2 * Long.BYTES);
            LONG.set(buffer, size, series.high(stack));
            LONG.set(buffer, size + Long.BYTES, series.low(stack));
            size += 2 * Long.BYTES;
            for (int type = 0; type < series.types().size(); type++) {
                put(Varints.zigzag(series.value(stack, type)));
            }
        }
    }

    private void begin(byte kind) {
        if (buffer.length > MAX_KEPT_BYTES) {
            buffer = new byte[4 << 10];
        }
        buffer[0] = kind;
        buffer[1] = DeltaLogFormat.VERSION;
        size = 2;
    }

    private void put(long unsigned) {
        reserve(Varints.MAX_LONG_BYTES);
        size = Varints.write(buffer, size, unsigned);
    }

    private void putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        put(utf8.length);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, buffer, size, utf8.length);
        size += utf8.length;
    }

    private void reserve(int bytes) {
        if (buffer.length - size < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, bytes), buffer.length * 2));
        }
    }

    private byte[] finish() {
        crc.reset();
        crc.update(buffer, 0, size);
        byte[] element = Arrays.copyOf(buffer, size + DeltaLogFormat.CRC_BYTES);
        INT.set(element, size, (int) crc.getValue());
        return element;
    }
}
