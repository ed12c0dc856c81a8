package dev.flamestream.engine.profile;

import java.util.ArrayList;
import java.util.List;

/** Guesses a profile's name, the label {@code __name__}, from its sample types where the publisher gave none. */
public final class ProfileNames {
    private ProfileNames() {}

    /** The rules of Pyroscope's clients: the first that any sample type meets, in this order, else the last type's name. */
    public static String guess(FlatProfile profile) {
        List<String> types = new ArrayList<>();
        for (int type = 0; type < profile.typeCount(); type++) {
            types.add(profile.text(profile.typeName(type)));
        }
        if (types.contains("wall")) {
            return "wall";
        }
        if (types.stream().anyMatch(type -> type.contains("cpu"))) {
            return "process_cpu";
        }
        if (types.stream().anyMatch(ProfileNames::isMemory)) {
            return "memory";
        }
        if (types.stream().anyMatch(type -> type.contains("mutex_"))) {
            return "mutex";
        }
        if (types.stream().anyMatch(type -> type.contains("block_"))) {
            return "block";
        }
        if (types.stream().anyMatch(type -> type.contains("goroutines"))) {
            return "goroutines";
        }
        String last = types.get(types.size() - 1);
        return last.isEmpty() ? "unknown" : last;
    }

    private static boolean isMemory(String type) {
        return type.contains("alloc_") || type.contains("inuse_") || type.contains("space") || type.contains("objects");
    }
}
