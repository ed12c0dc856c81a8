package dev.flamestream.engine.select.merge;

import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.StringTable;
import java.util.Arrays;

/**
 * Which frame of the result a section's frame becomes: found when it is first met, then remembered.
 *
 * <p>By name, frames of one display name become one frame that has this name as its function and nothing else.
 */
final class FrameMapping {
    private static final int UNKNOWN = -1;

    private final FrameTable from;
    private final FrameTable into;
    private final boolean byName;
    private final int[] frames;
    private final int[] strings;

    FrameMapping(FrameTable from, FrameTable into, boolean byName) {
        this.from = from;
        this.into = into;
        this.byName = byName;
        this.frames = new int[from.count()];
        this.strings = new int[from.strings().count()];
        Arrays.fill(frames, UNKNOWN);
        Arrays.fill(strings, UNKNOWN);
    }

    /** Whether it can be used for another tree over this table, which may have grown since. */
    boolean covers(FrameTable table) {
        return table == from
                && table.count() == frames.length
                && table.strings().count() == strings.length;
    }

    int map(int frame) {
        if (frames[frame] == UNKNOWN) {
            frames[frame] = byName ? mapName(frame) : mapFrame(frame);
        }
        return frames[frame];
    }

    private int mapName(int frame) {
        int function = from.function(frame);
        return into.internFunction(
                function == StringTable.EMPTY ? into.strings().intern(from.displayName(frame)) : mapString(function));
    }

    private int mapFrame(int frame) {
        return into.intern(
                mapString(from.function(frame)),
                mapString(from.systemName(frame)),
                mapString(from.file(frame)),
                from.line(frame),
                from.startLine(frame),
                mapString(from.mapping(frame)),
                mapString(from.buildId(frame)),
                from.address(frame),
                from.inlined(frame));
    }

    private int mapString(int string) {
        if (strings[string] == UNKNOWN) {
            strings[string] = into.strings().intern(from.strings(), string);
        }
        return strings[string];
    }
}
