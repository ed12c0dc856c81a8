package dev.flamestream.engine.flame;

import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.StringTable;
import dev.flamestream.schemas.pprof.Line;
import dev.flamestream.schemas.pprof.Location;
import dev.flamestream.schemas.pprof.Mapping;
import dev.flamestream.schemas.pprof.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The locations, functions and mappings of a profile that is being written.
 *
 * <p>A location is a group of frames: a caller and the calls that were inlined into it. Groups are the nodes of a call tree, a
 * group's parent being the group without its innermost call.
 */
final class PprofLocations {
    /** No group: what follows begins one. */
    static final int NONE = CallTree.ROOT;

    private record FunctionKey(String name, String systemName, String file, int startLine) {}

    private record MappingKey(String file, String buildId) {}

    private final Profile.Builder profile;
    private final PprofStrings strings;
    private final FrameTable frames;
    private final CallTree groups = new CallTree();
    private long[] idOfGroup = new long[64];
    private final Map<FunctionKey, Long> functions = new HashMap<>();
    private final Map<MappingKey, Integer> mappings = new HashMap<>();
    private final List<Mapping.Builder> mappingBuilders = new ArrayList<>();

    PprofLocations(Profile.Builder profile, PprofStrings strings, FrameTable frames) {
        this.profile = profile;
        this.strings = strings;
        this.frames = frames;
    }

    /** Whether a frame was inlined into the innermost call of a group; both need symbols, and one binary. */
    boolean joins(int group, int frame) {
        int caller = groups.frame(group);
        return frames.inlined(frame)
                && isSymbolized(frame)
                && isSymbolized(caller)
                && frames.mapping(frame) == frames.mapping(caller)
                && frames.buildId(frame) == frames.buildId(caller);
    }

    /** The group that a frame makes together with a group that it joins, or alone. */
    int group(int joined, int frame) {
        return groups.child(joined, frame);
    }

    /** The location of a group, written when first asked for. */
    long id(int group) {
        if (group >= idOfGroup.length) {
            idOfGroup = Arrays.copyOf(idOfGroup, Math.max(group + 1, idOfGroup.length * 2));
        }
        if (idOfGroup[group] == 0) {
            idOfGroup[group] = write(group);
        }
        return idOfGroup[group];
    }

    /** Writes the mappings; nothing may be added afterwards. */
    void finish() {
        mappingBuilders.forEach(profile::addMapping);
    }

    private boolean isSymbolized(int frame) {
        return frames.function(frame) != StringTable.EMPTY;
    }

    private long write(int group) {
        long id = profile.getLocationCount() + 1L;
        Frame innermost = frames.get(groups.frame(group));
        Location.Builder location = Location.newBuilder().setId(id).setMappingId(mapping(innermost));
        if (isSymbolized(groups.frame(group))) {
            for (int at = group; at != NONE; at = groups.parent(at)) {
                location.addLine(line(frames.get(groups.frame(at))));
            }
        } else {
            location.setAddress(innermost.address());
        }
        profile.addLocation(location);
        return id;
    }

    private Line line(Frame frame) {
        return Line.newBuilder()
                .setFunctionId(function(frame))
                .setLine(frame.line())
                .build();
    }

    private long function(Frame frame) {
        String name = frame.function().equals(Frame.UNNAMED_FUNCTION) ? "" : frame.function();
        String systemName = frame.systemName().isEmpty() ? name : frame.systemName();
        FunctionKey key = new FunctionKey(name, systemName, frame.file(), frame.startLine());
        Long known = functions.putIfAbsent(key, functions.size() + 1L);
        if (known != null) {
            return known;
        }
        profile.addFunctionBuilder()
                .setId(functions.size())
                .setName(strings.index(key.name()))
                .setSystemName(strings.index(key.systemName()))
                .setFilename(strings.index(key.file()))
                .setStartLine(key.startLine());
        return functions.size();
    }

    private int mapping(Frame frame) {
        if (frame.mapping().isEmpty() && frame.buildId().isEmpty()) {
            return 0;
        }
        MappingKey key = new MappingKey(frame.mapping(), frame.buildId());
        Integer known = mappings.putIfAbsent(key, mappings.size() + 1);
        int id = known == null ? mappings.size() : known;
        if (known == null) {
            mappingBuilders.add(Mapping.newBuilder()
                    .setId(id)
                    .setFilename(strings.index(key.file()))
                    .setBuildId(strings.index(key.buildId()))
                    .setHasFunctions(true)
                    .setHasFilenames(true)
                    .setHasLineNumbers(true)
                    .setHasInlineFrames(true));
        }
        if (frame.function().isEmpty()) {
            // go tool pprof looks for symbols in binaries that are not said to have them all.
            mappingBuilders
                    .get(id - 1)
                    .setHasFunctions(false)
                    .setHasFilenames(false)
                    .setHasLineNumbers(false)
                    .setHasInlineFrames(false);
        }
        return id;
    }
}
