package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.StringTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns a profile's locations into frames of a head, each string and each location once.
 *
 * <p>Holds scratch arrays that are reused from one profile to the next. Not thread-safe.
 */
final class FrameInterner {
    private static final int UNKNOWN = -1;

    private final int maxSymbolBytes;
    private int[] stringIds = new int[256];
    /** Where a location's frames begin in {@link #frames}, -1 until it is looked up. */
    private int[] locationStart = new int[256];

    private int[] locationFrameCount = new int[256];
    private int[] frames = new int[256];
    private int frameCount;

    FrameInterner(int maxSymbolBytes) {
        this.maxSymbolBytes = maxSymbolBytes;
    }

    /** Forgets the last profile. */
    void begin(FlatProfile profile) {
        if (stringIds.length < profile.stringCount()) {
            stringIds = new int[profile.stringCount() * 2];
        }
        if (locationStart.length < profile.locationCount()) {
            locationStart = new int[profile.locationCount() * 2];
            locationFrameCount = new int[profile.locationCount() * 2];
        }
        Arrays.fill(stringIds, 0, profile.stringCount(), UNKNOWN);
        Arrays.fill(locationStart, 0, profile.locationCount(), UNKNOWN);
        frameCount = 0;
    }

    /** Where a location's frames begin; they stand callers first. */
    int framesOf(FlatProfile profile, FrameTable table, int location) {
        if (locationStart[location] == UNKNOWN) {
            locationStart[location] = frameCount;
            intern(profile, table, location);
            locationFrameCount[location] = frameCount - locationStart[location];
        }
        return locationStart[location];
    }

    /** Number of frames of a location that was looked up: more than one where calls were inlined. */
    int frameCount(int location) {
        return locationFrameCount[location];
    }

    /** The frame at a place that {@link #framesOf} names. */
    int frame(int place) {
        return frames[place];
    }

    private void intern(FlatProfile profile, FrameTable table, int location) {
        int mapping = profile.locationMapping(location);
        int file = mapping < 0 ? StringTable.EMPTY : string(profile, table, profile.mappingFile(mapping));
        int buildId = mapping < 0 ? StringTable.EMPTY : string(profile, table, profile.mappingBuildId(mapping));
        int first = profile.locationLineStart(location);
        int end = profile.locationLineStart(location + 1);
        if (first == end) {
            add(table.intern(0, 0, 0, 0, 0, file, buildId, profile.locationAddress(location), false));
        }
        for (int entry = end - 1; entry >= first; entry--) {
            // The last line is the function that the others were inlined into.
            boolean inlined = entry < end - 1;
            int function = profile.lineFunction(entry);
            // An empty name would mean a frame without symbols.
            int name = string(profile, table, profile.functionName(function));
            int systemName = string(profile, table, profile.functionSystemName(function));
            add(table.intern(
                    name == StringTable.EMPTY ? table.strings().intern(Frame.UNNAMED_FUNCTION) : name,
                    systemName == name ? StringTable.EMPTY : systemName,
                    string(profile, table, profile.functionFile(function)),
                    profile.lineNumber(entry),
                    profile.functionStartLine(function),
                    file,
                    buildId,
                    0,
                    inlined));
        }
    }

    private void add(int frame) {
        if (frameCount == frames.length) {
            frames = Arrays.copyOf(frames, frameCount * 2);
        }
        frames[frameCount++] = frame;
    }

    private int string(FlatProfile profile, FrameTable table, int index) {
        int id = stringIds[index];
        if (id == UNKNOWN) {
            id = internString(profile, table.strings(), index);
            stringIds[index] = id;
        }
        return id;
    }

    private int internString(FlatProfile profile, StringTable strings, int index) {
        byte[] bytes = profile.bytes();
        int offset = profile.stringOffset(index);
        int length = profile.stringLength(index);
        if (length > maxSymbolBytes) {
            offset += length - maxSymbolBytes;
            length = maxSymbolBytes;
        }
        int known = strings.find(bytes, offset, length);
        if (known >= 0) {
            return known;
        }
        // Only a new string is looked at for damage; a damaged one is never found, since it is kept mended.
        byte[] mended = new String(bytes, offset, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        return strings.intern(mended, 0, mended.length);
    }
}
