package dev.flamestream.engine.head;

import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.StringTable;
import dev.flamestream.schemas.record.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads the elements of one log in order, rebuilding its tables and checking each number against them.
 *
 * <p>See {@link HeadLogFormat} for the grammar. Not thread-safe.
 */
final class HeadLogDecoder {
    private final HeadTables tables;
    private long sequence;

    private HeadLogDecoder(HeadTables tables) {
        this.tables = tables;
    }

    /** Reads the header. */
    static HeadLogDecoder begin(List<byte[]> elements) throws CorruptHeadException {
        if (elements.isEmpty()) {
            throw new CorruptHeadException("head log", "expected a header, found no element");
        }
        ElementReader reader = new ElementReader("head log, header", elements.get(0));
        if (reader.kind() != HeadLogFormat.HEADER) {
            throw reader.corrupt("kind " + reader.kind() + ", expected a header");
        }
        ByteBuffer id = ByteBuffer.wrap(reader.nextBytes(HeadLogFormat.CUT_ID_BYTES));
        UUID cutId = new UUID(id.getLong(), id.getLong());
        byte[] keyBytes = reader.nextBytes(reader.nextCount("key size"));
        Map<String, String> grouping = new HashMap<>();
        for (int rest = reader.nextCount("label count"); rest > 0; rest--) {
            grouping.put(reader.nextText(), reader.nextText());
        }
        reader.requireEnd();
        try {
            return new HeadLogDecoder(new HeadTables(HeadKey.fromBytes(keyBytes), cutId, Labels.of(grouping)));
        } catch (IllegalArgumentException e) {
            throw reader.corrupt(String.valueOf(e.getMessage()));
        }
    }

    HeadTables tables() {
        return tables;
    }

    /** Reads the next profile; a row for each of its series. */
    List<HeadRow> profile(byte[] element) throws CorruptHeadException {
        sequence++;
        ElementReader reader = new ElementReader("head log of " + tables.key + ", element " + sequence, element);
        if (reader.kind() != HeadLogFormat.PROFILE) {
            throw reader.corrupt("kind " + reader.kind() + ", expected a profile");
        }
        long found = reader.next();
        if (found != sequence) {
            throw reader.corrupt("sequence " + found + ", expected " + sequence);
        }
        long timeMillis = readTime(reader);
        long durationNanos = reader.nextZigzag();
        long period = reader.nextZigzag();
        String id = reader.nextText();
        readStrings(reader);
        readFrames(reader);
        readNodes(reader);
        int types = readTypes(reader);
        int typeCount = tables.types(types).types().size();
        HeadRow.Head head = new HeadRow.Head(types, typeCount, timeMillis, durationNanos, period, id);
        List<HeadRow> rows = new ArrayList<>();
        for (int rest = reader.nextCount("group count"); rest > 0; rest--) {
            rows.add(readGroup(reader, head));
        }
        reader.requireEnd();
        return rows;
    }

    private long readTime(ElementReader reader) throws CorruptHeadException {
        long offset = reader.nextZigzag();
        long start = tables.key.windowStartMillis();
        long time = start + offset;
        if (((start ^ time) & (offset ^ time)) < 0) {
            throw reader.corrupt(offset + " ms after the window's start at " + start + " is past 64 bits");
        }
        return time;
    }

    private void readStrings(ElementReader reader) throws CorruptHeadException {
        for (int rest = reader.nextCount("new strings"); rest > 0; rest--) {
            int length = reader.nextCount("text length");
            int expected = tables.strings.count();
            int offset = reader.skip(length);
            if (tables.strings.intern(reader.element(), offset, length) != expected) {
                throw reader.corrupt("string " + expected + " is not new: \""
                        + new String(reader.element(), offset, length, StandardCharsets.UTF_8) + "\"");
            }
        }
    }

    private void readFrames(ElementReader reader) throws CorruptHeadException {
        for (int rest = reader.nextCount("new frames"); rest > 0; rest--) {
            int flags = reader.nextInt(127, "frame flags");
            int function = nextString(reader);
            boolean hasLines = (flags & HeadLogFormat.FRAME_HAS_LINES) != 0;
            int line = hasLines ? nextLine(reader) : 0;
            int startLine = hasLines ? nextLine(reader) : 0;
            int file = (flags & HeadLogFormat.FRAME_HAS_FILE) != 0 ? nextString(reader) : StringTable.EMPTY;
            int mapping = (flags & HeadLogFormat.FRAME_HAS_MAPPING) != 0 ? nextString(reader) : StringTable.EMPTY;
            int buildId = (flags & HeadLogFormat.FRAME_HAS_BUILD_ID) != 0 ? nextString(reader) : StringTable.EMPTY;
            int system = (flags & HeadLogFormat.FRAME_HAS_SYSTEM_NAME) != 0 ? nextString(reader) : StringTable.EMPTY;
            long address = (flags & HeadLogFormat.FRAME_HAS_ADDRESS) != 0 ? reader.next() : 0;
            boolean inlined = (flags & HeadLogFormat.FRAME_IS_INLINED) != 0;
            int expected = tables.frames.count();
            int index =
                    tables.frames.intern(function, system, file, line, startLine, mapping, buildId, address, inlined);
            if (index != expected) {
                throw reader.corrupt("frame " + expected + " is not new, it equals " + index);
            }
        }
    }

    private void readNodes(ElementReader reader) throws CorruptHeadException {
        CallTree tree = tables.tree;
        for (int rest = reader.nextCount("new nodes"); rest > 0; rest--) {
            int node = tree.count();
            int parent = node - reader.nextInt(node, "distance of node " + node + " to its parent");
            int frame = reader.nextInt(tables.frames.count() - 1, "frame of node " + node);
            if (parent == node || tree.child(parent, frame) != node) {
                throw reader.corrupt("node " + node + " is not new");
            }
        }
    }

    private int readTypes(ElementReader reader) throws CorruptHeadException {
        int number = reader.nextInt(tables.typeSetCount(), "type set");
        if (number > 0) {
            return number - 1;
        }
        List<TypeSet.SampleType> types = new ArrayList<>();
        for (int rest = reader.nextCount("type count"); rest > 0; rest--) {
            types.add(new TypeSet.SampleType(nextText(reader), nextText(reader)));
        }
        return tables.addTypes(new TypeSet(types, nextText(reader), nextText(reader)));
    }

    private HeadRow readGroup(ElementReader reader, HeadRow.Head head) throws CorruptHeadException {
        int series = readSeries(reader);
        HeadRow row = new HeadRow(head, series, reader.element(), reader.offset());
        int stacks = reader.nextCount("stack count");
        int node = -1;
        for (int i = 0; i < stacks; i++) {
            node += reader.nextInt(tables.tree.count() - 2 - node, "distance to the next stack") + 1;
        }
        checkValues(reader, head.typeCount(), stacks);
        for (int rest = reader.nextCount("span count"); rest > 0; rest--) {
            reader.skip(SpanSamples.ID_BYTES);
            for (int samples = reader.nextCount("samples of a span"); samples > 0; samples--) {
                reader.nextInt(stacks - 1, "stack of a span");
                for (int type = 0; type < head.typeCount(); type++) {
                    reader.next();
                }
            }
        }
        return row;
    }

    /** The writer has divided the values by their unit, so that no product may leave 64 bits. */
    private static void checkValues(ElementReader reader, int typeCount, int stacks) throws CorruptHeadException {
        // By type: the largest magnitude of its own values, -1 for a type that has none of its own.
        long[] largest = new long[typeCount];
        for (int type = 0; type < typeCount; type++) {
            largest[type] = -1;
            long unit = reader.next();
            if (unit < 0) {
                throw reader.corrupt("unit " + Long.toUnsignedString(unit) + ", expected at most " + Long.MAX_VALUE);
            }
            if (unit == 0) {
                continue;
            }
            int same = reader.version() < HeadLogFormat.VERSION_WITH_SAME_VALUES ? 0 : reader.nextInt(type, "same");
            if (same > 0 && largest[same - 1] < 0) {
                throw reader.corrupt("type " + (same - 1) + " has no values of its own");
            }
            long magnitude = same > 0 ? largest[same - 1] : largestOf(reader, stacks);
            // In unit 1 any value is fine, the smallest long included, which has no positive counterpart.
            if (unit > 1 && magnitude > Long.MAX_VALUE / unit) {
                throw reader.corrupt("value " + magnitude + " times unit " + unit + " is past 64 bits");
            }
            largest[type] = same > 0 ? -1 : magnitude;
        }
    }

    private static long largestOf(ElementReader reader, int count) throws CorruptHeadException {
        long largest = 0;
        for (int i = 0; i < count; i++) {
            long value = reader.nextZigzag();
            largest = Math.max(largest, value == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(value));
        }
        return largest;
    }

    private int readSeries(ElementReader reader) throws CorruptHeadException {
        int number = reader.nextInt(tables.seriesCount(), "series");
        if (number > 0) {
            return number - 1;
        }
        Map<String, String> labels = new HashMap<>();
        for (int rest = reader.nextCount("label count"); rest > 0; rest--) {
            labels.put(nextText(reader), nextText(reader));
        }
        return tables.addSeries(Labels.of(labels));
    }

    private static int nextLine(ElementReader reader) throws CorruptHeadException {
        long line = reader.nextZigzag();
        if (line != (int) line) {
            throw reader.corrupt("line " + line + " is past 32 bits");
        }
        return (int) line;
    }

    private int nextString(ElementReader reader) throws CorruptHeadException {
        return reader.nextInt(tables.strings.count() - 1, "string");
    }

    private String nextText(ElementReader reader) throws CorruptHeadException {
        return tables.strings.get(nextString(reader));
    }
}
