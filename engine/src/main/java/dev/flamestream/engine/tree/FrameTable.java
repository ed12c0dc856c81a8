package dev.flamestream.engine.tree;

import java.util.Arrays;

/**
 * Interned frames: equal frames have one index, indexes count up from 0. Texts are ids of the table's own strings.
 *
 * <p>Columns of primitives, since a head holds thousands and a query millions. Not thread-safe while it grows; safe to read
 * once published.
 */
public final class FrameTable {
    private static final int INITIAL_SLOTS = 64;

    private final StringTable strings;
    private int count;
    private int[] function = new int[32];
    private int[] systemName = new int[32];
    private int[] file = new int[32];
    private int[] line = new int[32];
    private int[] startLine = new int[32];
    private int[] mapping = new int[32];
    private int[] buildId = new int[32];
    private long[] address = new long[32];
    private boolean[] inlined = new boolean[32];
    /** Open addressing; a slot holds index + 1, 0 is free. */
    private int[] slots = new int[INITIAL_SLOTS];

    /** An empty table with strings of its own. */
    public FrameTable() {
        this(new StringTable());
    }

    /** An empty table over strings that the caller may also intern into. */
    public FrameTable(StringTable strings) {
        this.strings = strings;
    }

    /** The strings that the frames' texts are ids of. */
    public StringTable strings() {
        return strings;
    }

    /** Number of frames. */
    public int count() {
        return count;
    }

    /** Makes room for so many more frames, so that many that come do not make the table grow by doubling. */
    public void reserve(int more) {
        int wanted = Math.addExact(count, more);
        if (wanted >= function.length) {
            growColumns(wanted + 1);
        }
        if (wanted * 2L >= slots.length) {
            growSlots(slotsFor(wanted));
        }
    }

    /** Bytes of memory held, strings included, to within a few. */
    public long sizeBytes() {
        return strings.sizeBytes() + 37L * function.length + 4L * slots.length;
    }

    /** The index of a frame that is spelled out. */
    public int intern(Frame frame) {
        return intern(
                strings.intern(frame.function()),
                strings.intern(frame.systemName()),
                strings.intern(frame.file()),
                frame.line(),
                frame.startLine(),
                strings.intern(frame.mapping()),
                strings.intern(frame.buildId()),
                frame.address(),
                frame.inlined());
    }

    /** The index of a frame of which only the function is known. */
    public int internFunction(int functionString) {
        return intern(functionString, 0, 0, 0, 0, 0, 0, 0, false);
    }

    /** The index of a frame; texts are ids of {@link #strings()}. Nine parameters, since a parameter object would be garbage. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public int intern(
            int functionString,
            int systemNameString,
            int fileString,
            int callLine,
            int functionStartLine,
            int mappingString,
            int buildIdString,
            long frameAddress,
            boolean isInlined) {
        if (count == function.length) {
            growColumns(Math.multiplyExact(count, 2));
        }
        // The candidate is written behind the last frame, so that comparing and hashing need no second form of a frame.
        function[count] = functionString;
        systemName[count] = systemNameString;
        file[count] = fileString;
        line[count] = callLine;
        startLine[count] = functionStartLine;
        mapping[count] = mappingString;
        buildId[count] = buildIdString;
        address[count] = frameAddress;
        inlined[count] = isInlined;
        int slot = hash(count) & (slots.length - 1);
        while (slots[slot] != 0) {
            if (sameFrame(slots[slot] - 1, count)) {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = ++count;
        if (count * 2 > slots.length) {
            growSlots(slots.length * 2);
        }
        return count - 1;
    }

    /** A frame spelled out. Allocates. */
    public Frame get(int index) {
        return new Frame(
                strings.get(function[index]),
                strings.get(systemName[index]),
                strings.get(file[index]),
                line[index],
                startLine[index],
                strings.get(mapping[index]),
                strings.get(buildId[index]),
                address[index],
                inlined[index]);
    }

    /** String id of the function's name; {@link StringTable#EMPTY} for a frame without symbols. */
    public int function(int index) {
        return function[index];
    }

    /** String id of the linker name; empty where it equals the function's. */
    public int systemName(int index) {
        return systemName[index];
    }

    /** String id of the source file. */
    public int file(int index) {
        return file[index];
    }

    /** Line of the call. */
    public int line(int index) {
        return line[index];
    }

    /** Line on which the function begins. */
    public int startLine(int index) {
        return startLine[index];
    }

    /** String id of the binary's path. */
    public int mapping(int index) {
        return mapping[index];
    }

    /** String id of the binary's build id. */
    public int buildId(int index) {
        return buildId[index];
    }

    /** Address of a frame without symbols, else 0. */
    public long address(int index) {
        return address[index];
    }

    /** Whether the compiler copied this call into its caller. */
    public boolean inlined(int index) {
        return inlined[index];
    }

    /** The name to show: {@link Frame#displayName()}. Allocates. */
    public String displayName(int index) {
        return function[index] == StringTable.EMPTY
                ? Frame.unsymbolizedName(strings.get(mapping[index]), address[index])
                : strings.get(function[index]);
    }

    /** The order in which children stand in a block: the same for equal frames of different tables. */
    public int compare(int left, int right) {
        int order = strings.compare(function[left], function[right]);
        order = order != 0 ? order : strings.compare(file[left], file[right]);
        order = order != 0 ? order : Integer.compare(line[left], line[right]);
        order = order != 0 ? order : strings.compare(mapping[left], mapping[right]);
        order = order != 0 ? order : Long.compareUnsigned(address[left], address[right]);
        order = order != 0 ? order : strings.compare(systemName[left], systemName[right]);
        order = order != 0 ? order : Integer.compare(startLine[left], startLine[right]);
        order = order != 0 ? order : strings.compare(buildId[left], buildId[right]);
        return order != 0 ? order : Boolean.compare(inlined[left], inlined[right]);
    }

    private boolean sameFrame(int a, int b) {
        return function[a] == function[b]
                && line[a] == line[b]
                && file[a] == file[b]
                && address[a] == address[b]
                && mapping[a] == mapping[b]
                && systemName[a] == systemName[b]
                && startLine[a] == startLine[b]
                && buildId[a] == buildId[b]
                && inlined[a] == inlined[b];
    }

    private int hash(int i) {
        long hash = function[i] * 0x9E3779B97F4A7C15L ^ line[i] * 0xC2B2AE3D27D4EB4FL;
        hash = (hash ^ hash >>> 29) * 0xBF58476D1CE4E5B9L;
        hash ^= address[i] * 0x94D049BB133111EBL ^ file[i] * 0x9FB21C651E98DF25L;
        hash ^= (mapping[i] * 31L + systemName[i]) * 0xD6E8FEB86659FD93L + startLine[i];
        hash ^= buildId[i] * 2L + (inlined[i] ? 1 : 0);
        hash = (hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32);
    }

    private static int slotsFor(int frames) {
        return Integer.highestOneBit(Math.multiplyExact(frames, 2)) * 2;
    }

    private void growColumns(int size) {
        function = Arrays.copyOf(function, size);
        systemName = Arrays.copyOf(systemName, size);
        file = Arrays.copyOf(file, size);
        line = Arrays.copyOf(line, size);
        startLine = Arrays.copyOf(startLine, size);
        mapping = Arrays.copyOf(mapping, size);
        buildId = Arrays.copyOf(buildId, size);
        address = Arrays.copyOf(address, size);
        inlined = Arrays.copyOf(inlined, size);
    }

    private void growSlots(int size) {
        slots = new int[size];
        for (int index = 0; index < count; index++) {
            int slot = hash(index) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = index + 1;
        }
    }
}
