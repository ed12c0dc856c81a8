package dev.flamestream.query;

import java.util.Locale;

/**
 * One thing that can be set.
 *
 * @param key its name in a file, and behind {@code --} on the command line
 * @param defaultValue what it is where nobody sets it; empty for nothing
 * @param form what values look like
 * @param meaning what it does, and why the default is what it is
 */
public record ConfigKey(String key, String defaultValue, String form, String meaning) {
    /** What variables of the environment begin with. */
    static final String VARIABLE_PREFIX = "FLAMESTREAM_";

    /** What a key ends in that stands for many: the name of each is in its place. */
    static final String FAMILY_END = "NAME";

    /** Whether it stands for all keys that begin as it does. */
    boolean isFamily() {
        return key.endsWith(FAMILY_END);
    }

    /** What its keys begin with, where it is a family. */
    String familyPrefix() {
        return key.substring(0, key.length() - FAMILY_END.length());
    }

    /** Its variable of the environment: {@code FLAMESTREAM_HTTP_PORT} for {@code http.port}. */
    public String variable() {
        return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
