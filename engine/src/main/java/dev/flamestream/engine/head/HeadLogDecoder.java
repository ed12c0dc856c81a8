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
    private final GroupDecoder groups;
    private long sequence;

    private HeadLogDecoder(HeadTables tables) {
        this.tables = tables;
        this.groups = new GroupDecoder(tables);
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

    /** The state of each series after the profiles so far. */
    DecodedSeries series() {
        return groups.series();
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
            rows.add(groups.read(reader, head));
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
