package dev.flamestream.engine.repeat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The ids of a series' newest records, in the order in which they came; past a bound the oldest is forgotten. Not thread-safe.
 *
 * <p>Each is kept as an element of 29 bytes: {@code version:1 appendMillis:8 id:16}, big-endian, and the CRC-32C of these, 4 bytes
 * little-endian. This is version 1. Looking is a walk: a series that is scraped every 15 s has 40 ids in ten minutes.
 */
public final class RecentIds {
    /** A walk over so many takes a microsecond. In ten minutes they are more than one and a half a second. */
    public static final int MAX_IDS = 1_024;

    private static final byte VERSION = 1;
    private static final int BODY_BYTES = 1 + 3 * Long.BYTES;
    private static final int ELEMENT_BYTES = BODY_BYTES + Integer.BYTES;

    private long[] high = new long[8];
    private long[] low = new long[8];
    private long[] appendMillis = new long[8];
    /** Where the oldest stands in the rings. */
    private int begin;

    private int count;

    /** Whether an id came at a time in the log or later. */
    public boolean has(RecordId id, long sinceMillis) {
        for (int i = 0; i < count; i++) {
            int at = place(i);
            if (low[at] == id.low() && high[at] == id.high() && appendMillis[at] >= sinceMillis) {
                return true;
            }
        }
        return false;
    }

    /** Adds an id, and forgets the oldest: those that came before a time in the log, and one where there are too many. */
    public void add(RecordId id, long millis, long sinceMillis) {
        while (count > 0 && (count == MAX_IDS || appendMillis[begin] < sinceMillis)) {
            begin = place(1);
            count--;
        }
        if (count == high.length) {
            grow();
        }
        int at = place(count++);
        high[at] = id.high();
        low[at] = id.low();
        appendMillis[at] = millis;
    }

    /** Number of ids. */
    public int count() {
        return count;
    }

    /** When the newest of them was appended to Kafka; the beginning of time if there is none. */
    public long newestMillis() {
        long newest = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            newest = Math.max(newest, appendMillis[place(i)]);
        }
        return newest;
    }

    /** Bytes of memory held, to within a few. */
    public long sizeBytes() {
        return 128 + 24L * high.length;
    }

    /** The element of one id. */
    public static byte[] element(RecordId id, long appendMillis) {
        ByteBuffer element = ByteBuffer.allocate(ELEMENT_BYTES);
        element.put(VERSION).putLong(appendMillis).putLong(id.high()).putLong(id.low());
        return element.order(ByteOrder.LITTLE_ENDIAN)
                .putInt(checksum(element.array()))
                .array();
    }

    /** All ids as elements, the oldest first. */
    public List<byte[]> elements() {
        List<byte[]> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = place(i);
            elements.add(element(new RecordId(high[at], low[at]), appendMillis[at]));
        }
        return elements;
    }

    /** Undoes {@link #elements}; empty if one does not say what it must. */
    public static Optional<RecentIds> replay(List<byte[]> elements) {
        RecentIds ids = new RecentIds();
        for (byte[] element : elements) {
            if (element.length != ELEMENT_BYTES || element[0] != VERSION) {
                return Optional.empty();
            }
            ByteBuffer fields = ByteBuffer.wrap(element, 1, ELEMENT_BYTES - 1);
            long millis = fields.getLong();
            RecordId id = new RecordId(fields.getLong(), fields.getLong());
            if (fields.order(ByteOrder.LITTLE_ENDIAN).getInt() != checksum(element)) {
                return Optional.empty();
            }
            ids.add(id, millis, Long.MIN_VALUE);
        }
        return Optional.of(ids);
    }

    private static int checksum(byte[] element) {
        CRC32C crc = new CRC32C();
        crc.update(element, 0, BODY_BYTES);
        return (int) crc.getValue();
    }

    private int place(int index) {
        return (begin + index) & (high.length - 1);
    }

    private void grow() {
        long[] newHigh = new long[2 * count];
        long[] newLow = new long[2 * count];
        long[] newAppendMillis = new long[2 * count];
        for (int i = 0; i < count; i++) {
            newHigh[i] = high[place(i)];
            newLow[i] = low[place(i)];
            newAppendMillis[i] = appendMillis[place(i)];
        }
        high = newHigh;
        low = newLow;
        appendMillis = newAppendMillis;
        begin = 0;
    }
}
