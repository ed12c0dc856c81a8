package dev.flamestream.engine.delta;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.schemas.record.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Tells which sample types of a profile count from the start of the process.
 *
 * <p>In this order: the label {@code __delta__="false"} says that none does, {@code "true"} that all do but {@code inuse_*}; a
 * profile that gives a duration covers that span alone, as Go's do when they are asked for {@code seconds}; else Go's {@code
 * alloc_objects} and {@code alloc_space} do where {@code inuse_*} stands beside them, and {@code contentions} and {@code delay} where
 * they stand together. Costs nothing to speak of for a profile with other types: no text is made.
 */
public final class CumulativeTypes {
    private static final byte[] ALLOC_OBJECTS = utf8("alloc_objects");
    private static final byte[] ALLOC_SPACE = utf8("alloc_space");
    private static final byte[] INUSE_OBJECTS = utf8("inuse_objects");
    private static final byte[] INUSE_SPACE = utf8("inuse_space");
    private static final byte[] CONTENTIONS = utf8("contentions");
    private static final byte[] DELAY = utf8("delay");
    private static final int[] NONE = {};

    private CumulativeTypes() {}

    /** Indexes of the profile's types that count from the start of the process, ascending; empty for most profiles. */
    public static int[] of(FlatProfile profile, Labels labels) {
        String delta = labels.value(Labels.DELTA);
        if (delta.equals("false")) {
            return NONE;
        }
        if (delta.equals("true")) {
            return indexes(profile, type -> !is(profile, type, INUSE_OBJECTS) && !is(profile, type, INUSE_SPACE));
        }
        if (profile.durationNanos() != 0) {
            return NONE;
        }
        if (has(profile, INUSE_OBJECTS) || has(profile, INUSE_SPACE)) {
            return indexes(profile, type -> is(profile, type, ALLOC_OBJECTS) || is(profile, type, ALLOC_SPACE));
        }
        if (has(profile, CONTENTIONS) && has(profile, DELAY)) {
            return indexes(profile, type -> is(profile, type, CONTENTIONS) || is(profile, type, DELAY));
        }
        return NONE;
    }

    private interface TypeTest {
        boolean holds(int type);
    }

    private static int[] indexes(FlatProfile profile, TypeTest test) {
        BitSet found = new BitSet();
        for (int type = 0; type < profile.typeCount(); type++) {
            found.set(type, test.holds(type));
        }
        return found.stream().toArray();
    }

    private static boolean has(FlatProfile profile, byte[] name) {
        for (int type = 0; type < profile.typeCount(); type++) {
            if (is(profile, type, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(FlatProfile profile, int type, byte[] name) {
        int string = profile.typeName(type);
        int offset = profile.stringOffset(string);
        int length = profile.stringLength(string);
        return length == name.length && Arrays.equals(profile.bytes(), offset, offset + length, name, 0, length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
