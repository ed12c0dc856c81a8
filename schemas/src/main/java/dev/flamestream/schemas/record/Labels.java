package dev.flamestream.schemas.record;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The labels of one series, sorted by name, each name once; an empty value means the label is absent, as in Prometheus.
 *
 * <p>Immutable. {@link #hash()} is part of the record's contract: producers in other languages compute the same.
 */
public final class Labels {
    /** The label that names the application. */
    public static final String SERVICE_NAME = "service_name";

    /** The label that names the kind of profile: process_cpu, memory, mutex, block, goroutines, wall, ... */
    public static final String PROFILE_NAME = "__name__";

    /**
     * The label that says whether values count from the start of the process: {@code false} where they count what was added since the
     * profile before, {@code true} where all but {@code inuse_*} count from the start; without it the sample types tell.
     */
    public static final String DELTA = "__delta__";

    /** A session of an SDK, 16 hexadecimal digits; how many there may be is a limit of tenants. */
    public static final String SESSION_ID = "__session_id__";

    /** Of how many profiles this series' ones stand for each, by its tenant's sampling; given by the job alone. */
    public static final String SAMPLED = "__sampled__";

    /** The label that tells agents apart which scrape the same targets; the job takes it off, and one of them counts. */
    public static final String REPLICA = "__replica__";

    /** No labels at all. */
    public static final Labels EMPTY = new Labels(new TreeMap<>());

    private static final long FNV_OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final SortedMap<String, String> pairs;
    private final long hash;

    /** Takes the map over; nobody else may hold it. */
    private Labels(SortedMap<String, String> pairs) {
        pairs.values().removeIf(String::isEmpty);
        this.pairs = Collections.unmodifiableSortedMap(pairs);
        this.hash = hashOf(pairs);
    }

    /** Labels of a map; entries with an empty value are left out. */
    public static Labels of(Map<String, String> pairs) {
        return pairs.isEmpty() ? EMPTY : new Labels(new TreeMap<>(pairs));
    }

    /** Labels of alternating names and values, for literals. */
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "expected name, value, ...: found " + namesAndValues.length + " strings");
        }
        TreeMap<String, String> pairs = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Labels(pairs);
    }

    /** The value of a label, or the empty string where it is absent: what a PromQL matcher compares. */
    public String value(String name) {
        return pairs.getOrDefault(name, "");
    }

    /** The value of a label that may be absent. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(pairs.get(name));
    }

    /** A copy in which one label has the given value; an empty value removes it. */
    public Labels with(String name, String value) {
        TreeMap<String, String> copy = new TreeMap<>(pairs);
        copy.put(name, value);
        return new Labels(copy);
    }

    /** A copy that also has the given labels; where both have a name, this one's value stays. */
    public Labels withMissing(Map<String, String> others) {
        TreeMap<String, String> copy = new TreeMap<>(others);
        copy.putAll(pairs);
        return new Labels(copy);
    }

    /** Only the labels of the given names. */
    public Labels only(Iterable<String> names) {
        TreeMap<String, String> copy = new TreeMap<>();
        for (String name : names) {
            copy.put(name, value(name));
        }
        return new Labels(copy);
    }

    /** Name to value, sorted by name; unmodifiable. */
    public SortedMap<String, String> asMap() {
        return pairs;
    }

    /** Number of labels. */
    public int size() {
        return pairs.size();
    }

    /**
     * The series hash: FNV-1a, 64 bits, over each label in order of name as UTF-8: name, a zero byte, value, a zero byte.
     *
     * <p>Chosen because every language has it or writes it in three lines; it only spreads keys, and nothing relies on two
     * series never sharing one.
     */
    public long hash() {
        return hash;
    }

    private static long hashOf(SortedMap<String, String> pairs) {
        long hash = FNV_OFFSET_BASIS;
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            hash = add(add(hash, pair.getKey()), pair.getValue());
        }
        return hash;
    }

    private static long add(long seed, String text) {
        long hash = seed;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash * FNV_PRIME;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels labels && hash == labels.hash && pairs.equals(labels.pairs);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }

    /** The selector form, {@code {name="value", ...}}. */
    @Override
    public String toString() {
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + "=\""
                        + pair.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
