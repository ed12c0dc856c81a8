package dev.flamestream.engine.flame;

import dev.flamestream.schemas.pprof.Profile;
import java.util.HashMap;
import java.util.Map;

/** The string table of a profile that is being written; index 0 is the empty string. */
final class PprofStrings {
    private final Profile.Builder profile;
    private final Map<String, Integer> indexes = new HashMap<>();

    PprofStrings(Profile.Builder profile) {
        this.profile = profile;
        index("");
    }

    int index(String text) {
        Integer known = indexes.putIfAbsent(text, indexes.size());
        if (known == null) {
            profile.addStringTable(text);
            return indexes.size() - 1;
        }
        return known;
    }
}
