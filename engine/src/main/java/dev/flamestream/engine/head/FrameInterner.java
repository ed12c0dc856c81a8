package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.StringTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns a profile's locations into frames of a head: each location of a profile is looked up once, and its strings only where the
 * head has not met it yet.
 *
 * <p>Holds scratch arrays that are reused from one profile to the next. Not thread-safe.
 */
final class FrameInterner {
    private static final int UNKNOWN = -1;

    private int maxSymbolBytes;
    private int[] stringIds = new int[256];
    /** Place of a location's frames in the head's runs, -1 until it is looked up. */
    private int[] placeOfLocation = new int[256];

    FrameInterner(int maxSymbolBytes) {
        this.maxSymbolBytes = maxSymbolBytes;
    }

    void limit(int newMaxSymbolBytes) {
        maxSymbolBytes = newMaxSymbolBytes;
    }

    /** Forgets the last profile. */
    void begin(FlatProfile profile) {
        if (stringIds.length < profile.stringCount()) {
            stringIds = new int[profile.stringCount() * 2];
        }
        if (placeOfLocation.length < profile.locationCount()) {
            placeOfLocation = new int[profile.locationCount() * 2];
        }
        Arrays.fill(stringIds, 0, profile.stringCount(), UNKNOWN);
        Arrays.fill(placeOfLocation, 0, profile.locationCount(), UNKNOWN);
    }

    /** Where a location's frames stand in the head's {@link FrameRuns}. */
    int framesOf(FlatProfile profile, ContentHashes hashes, HeadIndex head, int location) {
        int place = placeOfLocation[location];
        if (place == UNKNOWN) {
            long high = hashes.locationHigh(location);
            long low = hashes.locationLow(location);
            place = head.locations.find(high, low);
            if (place < 0) {
                place = intern(profile, head, location);
                head.locations.put(high, low, place);
            }
            placeOfLocation[location] = place;
        }
        return place;
    }

    private int intern(FlatProfile profile, HeadIndex head, int location) {
        FrameTable table = head.tables.frames;
        int place = head.runs.begin();
        int mapping = profile.locationMapping(location);
        int file = mapping < 0 ? StringTable.EMPTY : string(profile, table, profile.mappingFile(mapping));
        int buildId = mapping < 0 ? StringTable.EMPTY : string(profile, table, profile.mappingBuildId(mapping));
        int first = profile.locationLineStart(location);
        int end = profile.locationLineStart(location + 1);
        if (first == end) {
            head.runs.add(place, table.intern(0, 0, 0, 0, 0, file, buildId, profile.locationAddress(location), false));
        }
        for (int entry = end - 1; entry >= first; entry--) {
            // The last line is the function that the others were inlined into.
            boolean inlined = entry < end - 1;
            int function = profile.lineFunction(entry);
            // An empty name would mean a frame without symbols.
            int name = string(profile, table, profile.functionName(function));
            int systemName = string(profile, table, profile.functionSystemName(function));
            head.runs.add(
                    place,
                    table.intern(
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
        return place;
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
