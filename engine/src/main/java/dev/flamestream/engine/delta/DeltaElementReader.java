package dev.flamestream.engine.delta;

import dev.flamestream.engine.tree.Varints;
import dev.flamestream.schemas.record.Labels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Reads one element of {@link DeltaLogFormat}: the checksum first, then field by field, each within its bound. */
final class DeltaElementReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int number;
    private final byte[] element;
    private final Varints.Reader varints;

    DeltaElementReader(int number, byte[] element) throws CorruptDeltaException {
        this.number = number;
        this.element = element;
        int end = element.length - DeltaLogFormat.CRC_BYTES;
        if (end < 2) {
            throw corrupt("expected at least 6 bytes, found " + element.length);
        }
        CRC32C crc = new CRC32C();
        crc.update(element, 0, end);
        int stored = (int) INT.get(element, end);
        if ((int) crc.getValue() != stored) {
            throw corrupt("checksum " + Integer.toHexString((int) crc.getValue()) + ", stored "
                    + Integer.toHexString(stored));
        }
        if (element[1] != DeltaLogFormat.VERSION) {
            throw corrupt("version " + element[1] + ", expected " + DeltaLogFormat.VERSION);
        }
        this.varints = new Varints.Reader(element, 2, end);
    }

    /** The series that a log's first element tells of. */
    CumulativeSeries base() throws CorruptDeltaException {
        requireKind(DeltaLogFormat.BASE);
        TreeMap<String, String> labels = new TreeMap<>();
        for (int rest = nextCount(); rest > 0; rest--) {
            labels.put(nextText(), nextText());
        }
        List<CumulativeSeries.Type> types = new ArrayList<>();
        for (int rest = nextCount(); rest > 0; rest--) {
            types.add(new CumulativeSeries.Type(nextText(), nextText()));
        }
        CumulativeSeries series = new CumulativeSeries(Labels.of(labels), types);
        series.seen(nextZigzag(), nextZigzag());
        readStacks(series);
        series.noteBase(element.length);
        return series;
    }

    /** Applies an element after the first. */
    void changeTo(CumulativeSeries series) throws CorruptDeltaException {
        requireKind(DeltaLogFormat.CHANGE);
        series.seen(nextZigzag(), nextZigzag());
        int stack = -1;
        for (int rest = nextCount(); rest > 0; rest--) {
            stack += 1 + varints.nextInt(series.stackCount());
            if (stack >= series.stackCount()) {
                throw corrupt("stack " + stack + ", expected less than " + series.stackCount());
            }
            for (int type = 0; type < series.types().size(); type++) {
                series.setValue(stack, type, series.value(stack, type) + nextZigzag());
            }
        }
        readStacks(series);
        series.noteChange(element.length);
    }

    private void readStacks(CumulativeSeries series) throws CorruptDeltaException {
        for (int rest = nextCount(); rest > 0; rest--) {
            int at = varints.skip(2 * Long.BYTES);
            requireWhole();
            long high = (long) LONG.get(element, at);
            long low = (long) LONG.get(element, at + Long.BYTES);
            if (series.find(high, low) >= 0) {
                throw corrupt("a stack stands twice before byte " + varints.offset());
            }
            int stack = series.add(high, low);
            for (int type = 0; type < series.types().size(); type++) {
                series.setValue(stack, type, nextZigzag());
            }
        }
        requireWhole();
        if (varints.hasMore()) {
            throw corrupt("expected the end at byte " + varints.offset());
        }
    }

    private void requireKind(byte kind) throws CorruptDeltaException {
        if (element[0] != kind) {
            throw corrupt("kind " + element[0] + ", expected " + kind);
        }
    }

    private long nextZigzag() {
        return Varints.unzigzag(varints.next());
    }

    /** A count of things that take at least one byte each, so that no lie about it costs memory. */
    private int nextCount() throws CorruptDeltaException {
        int count = varints.nextInt(element.length);
        requireWhole();
        return count;
    }

    private String nextText() throws CorruptDeltaException {
        int length = nextCount();
        int start = varints.skip(length);
        requireWhole();
        return new String(element, start, length, StandardCharsets.UTF_8);
    }

    private void requireWhole() throws CorruptDeltaException {
        if (varints.isBroken()) {
            throw corrupt(
                    "expected more before byte " + varints.offset() + ", found the end or a number past its bound");
        }
    }

    private CorruptDeltaException corrupt(String what) {
        return new CorruptDeltaException(number, what);
    }
}
