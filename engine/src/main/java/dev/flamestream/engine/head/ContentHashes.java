package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.FlatProfile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/**
 * 128-bit hashes of a profile's locations and stacks over what stands in the file: names, lines, binaries and addresses, not
 * ids.
 *
 * <p>What a head knows is found by its hash alone, so no string, frame or node of it is looked up: that look-up, a cache
 * miss each, was more than half of appending (1.9 times the cost of inflating with it, 1.5 without). Two lanes of
 * 64 bits from a random seed make a meeting of two stacks a matter of chance, and not one to expect; a head holds one tenant's
 * profiles, so who forced one would only spoil his own. Hashes that are kept are made from a fixed seed. Reused from one profile to
 * the next. Not thread-safe.
 */
public final class ContentHashes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long RANDOM_SEED = ThreadLocalRandom.current().nextLong();
    private static final long HIGH_FACTOR = 0x9E3779B97F4A7C15L;
    private static final long LOW_FACTOR = 0xC2B2AE3D27D4EB4FL;

    private final long seed;
    private long[] stringHigh = new long[256];
    private long[] stringLow = new long[256];
    private long[] functionHigh = new long[256];
    private long[] functionLow = new long[256];
    private long[] locationHigh = new long[256];
    private long[] locationLow = new long[256];
    /** The hash being made; two lanes that share nothing but their input. */
    private long high;

    private long low;

    /** Hashes that hold in this process alone. */
    ContentHashes() {
        this(RANDOM_SEED);
    }

    /** Hashes that are the same wherever the seed is. */
    public ContentHashes(long seed) {
        this.seed = seed;
    }

    /** Hashes the strings, functions and locations of a profile. */
    public void begin(FlatProfile profile) {
        hashStrings(profile);
        hashFunctions(profile);
        hashLocations(profile);
    }

    /** Hashes a sample's stack; {@link #high} and {@link #low} have it until the next call. */
    void hashStack(FlatProfile profile, int sample) {
        reset();
        int end = profile.sampleLocationStart(sample + 1);
        for (int entry = profile.sampleLocationStart(sample); entry < end; entry++) {
            int location = profile.sampleLocation(entry);
            mix(locationHigh[location], locationLow[location]);
        }
    }

    /** As {@link #hashStack}, and over the text labels of the sample too, in whatever order they stand. */
    public void hashStackAndLabels(FlatProfile profile, int sample) {
        hashStack(profile, sample);
        int start = profile.sampleLabelStart(sample);
        int end = profile.sampleLabelStart(sample + 1);
        if (start == end) {
            return;
        }
        long stackHigh = high;
        long stackLow = low;
        long labelsHigh = 0;
        long labelsLow = 0;
        for (int label = start; label < end; label++) {
            reset();
            mixString(profile.labelKey(label));
            mixString(profile.labelText(label));
            labelsHigh += high;
            labelsLow += low;
        }
        high = stackHigh;
        low = stackLow;
        mix(labelsHigh, labelsLow);
    }

    long locationHigh(int location) {
        return locationHigh[location];
    }

    long locationLow(int location) {
        return locationLow[location];
    }

    /** The first half of the last stack's hash. */
    public long high() {
        return high;
    }

    /** The other half. */
    public long low() {
        return low;
    }

    private void hashStrings(FlatProfile profile) {
        int count = profile.stringCount();
        if (stringHigh.length < count) {
            stringHigh = new long[count * 2];
            stringLow = new long[count * 2];
        }
        byte[] bytes = profile.bytes();
        for (int string = 0; string < count; string++) {
            reset();
            hashBytes(bytes, profile.stringOffset(string), profile.stringLength(string));
            stringHigh[string] = high;
            stringLow[string] = low;
        }
    }

    private void hashFunctions(FlatProfile profile) {
        int count = profile.functionCount();
        if (functionHigh.length < count) {
            functionHigh = new long[count * 2];
            functionLow = new long[count * 2];
        }
        for (int function = 0; function < count; function++) {
            reset();
            mixString(profile.functionName(function));
            mixString(profile.functionSystemName(function));
            mixString(profile.functionFile(function));
            mix(profile.functionStartLine(function));
            functionHigh[function] = high;
            functionLow[function] = low;
        }
    }

    private void hashLocations(FlatProfile profile) {
        int count = profile.locationCount();
        if (locationHigh.length < count) {
            locationHigh = new long[count * 2];
            locationLow = new long[count * 2];
        }
        for (int location = 0; location < count; location++) {
            reset();
            int mapping = profile.locationMapping(location);
            if (mapping >= 0) {
                mixString(profile.mappingFile(mapping));
                mixString(profile.mappingBuildId(mapping));
            }
            int line = profile.locationLineStart(location);
            int end = profile.locationLineStart(location + 1);
            mix(end - line);
            if (line == end) {
                mix(profile.locationAddress(location));
            }
            for (; line < end; line++) {
                int function = profile.lineFunction(line);
                mix(functionHigh[function], functionLow[function]);
                mix(profile.lineNumber(line));
            }
            locationHigh[location] = high;
            locationLow[location] = low;
        }
    }

    private void reset() {
        high = seed;
        low = ~seed * HIGH_FACTOR;
    }

    private void mixString(int string) {
        mix(stringHigh[string], stringLow[string]);
    }

    private void mix(long value) {
        mix(value, value);
    }

    private void mix(long valueHigh, long valueLow) {
        long mixedHigh = (high ^ valueHigh) * HIGH_FACTOR;
        long mixedLow = (low + valueLow) * LOW_FACTOR;
        high = mixedHigh ^ (mixedHigh >>> 32);
        low = mixedLow ^ (mixedLow >>> 29);
    }

    /** Eight bytes a step; what is left at the end is one step of its own, and the length tells it from zeros. */
    private void hashBytes(byte[] bytes, int offset, int length) {
        long h = high;
        long l = low;
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = (long) LONGS.get(bytes, at);
            h = (h ^ word) * HIGH_FACTOR;
            l = (l + word) * LOW_FACTOR;
            h ^= h >>> 32;
            l ^= l >>> 29;
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = (rest << 8) | (bytes[at] & 0xff);
        }
        high = h;
        low = l;
        mix(rest);
        mix(length);
    }
}
