package dev.flamestream.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads keys of a configuration one by one, and gathers what they are and what is wrong with any of them. Single use, single
 * thread.
 */
final class ConfigReader {
    private static final Map<String, Long> SIZE_UNITS =
            Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
    private static final Map<String, Long> TIME_UNITS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private final Map<String, String> unread;
    private final List<String> faults = new ArrayList<>();
    private final List<ConfigKey> keys = new ArrayList<>();

    ConfigReader(Map<String, String> values) {
        this.unread = new TreeMap<>(values);
    }

    /** The keys that were read so far. */
    List<ConfigKey> keys() {
        return List.copyOf(keys);
    }

    String text(String key, String fallback, String meaning) {
        return value(new ConfigKey(key, fallback, "text", meaning));
    }

    Secret secret(String key, String meaning) {
        return new Secret(value(new ConfigKey(key, "", "secret, never printed", meaning)));
    }

    /**
     * Secrets of a family: all keys that begin with a prefix and end in one of the known names. A value is never part of a fault.
     *
     * @param expected what a value must look like, where it does not
     */
    Map<String, String> family(
            String prefix, String meaning, Set<String> known, BiFunction<String, String, Optional<String>> expected) {
        keys.add(new ConfigKey(prefix + ConfigKey.FAMILY_END, "", "secret, never printed", meaning));
        Map<String, String> found = new TreeMap<>();
        for (String key : List.copyOf(unread.keySet())) {
            if (!key.startsWith(prefix)) {
                continue;
            }
            String name = key.substring(prefix.length());
            String value = unread.remove(key);
            if (!known.contains(name)) {
                faults.add(key + ": no such property, or none that may be set; the nearest is " + prefix
                        + NearestName.of(name, List.copyOf(known)));
            } else {
                found.put(name, value);
                expected.apply(name, value).ifPresent(form -> faults.add(key + ": expected " + form));
            }
        }
        return found;
    }

    private String value(ConfigKey key) {
        keys.add(key);
        String value = unread.remove(key.key());
        return value == null ? key.defaultValue() : value.strip();
    }

    /** Texts between commas; none for an empty value. */
    static List<String> split(String text) {
        List<String> found = new ArrayList<>();
        for (String part : List.of(text.split(","))) {
            if (!part.isBlank()) {
                found.add(part.strip());
            }
        }
        return List.copyOf(found);
    }

    boolean flag(String key, boolean fallback, String meaning) {
        String value = value(new ConfigKey(key, Boolean.toString(fallback), "true or false", meaning));
        if (!value.equals("true") && !value.equals("false")) {
            fault(key, "true or false", value);
        }
        return value.equals("true");
    }

    int number(String key, int fallback, int min, int max, String meaning) {
        String form = max == Integer.MAX_VALUE ? "number from " + min : "number, " + min + " to " + max;
        ConfigKey read = new ConfigKey(key, Integer.toString(fallback), form, meaning);
        return Math.toIntExact(whole(read, min, max, Map.of("", 1L), "a whole number"));
    }

    /** A size with a unit, e.g. 64MiB. */
    long bytes(String key, String fallback, long min, long max, String meaning) {
        String form = max == Long.MAX_VALUE
                ? "size from " + inUnit(min, SIZE_UNITS)
                : "size, " + inUnit(min, SIZE_UNITS) + " to " + inUnit(max, SIZE_UNITS);
        return whole(
                new ConfigKey(key, fallback, form, meaning), min, max, SIZE_UNITS, "a size with a unit, as 64MiB,");
    }

    /** A duration with a unit, e.g. 2s. */
    Duration duration(String key, String fallback, Duration min, Duration max, String meaning) {
        String form = "duration, " + inUnit(min.toMillis(), TIME_UNITS) + " to " + inUnit(max.toMillis(), TIME_UNITS);
        return Duration.ofMillis(whole(
                new ConfigKey(key, fallback, form, meaning),
                min.toMillis(),
                max.toMillis(),
                TIME_UNITS,
                "a duration with a unit, as 500ms or 2s,"));
    }

    /** A value that a function makes of a text, or a fault where it throws {@link IllegalArgumentException}. */
    <T> T parsed(String key, String fallback, String expected, String meaning, Function<String, T> parse) {
        String value = value(new ConfigKey(key, fallback, expected, meaning));
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            fault(key, expected, value);
            return parse.apply(fallback);
        }
    }

    void fault(String key, String expected, String found) {
        faults.add(key + ": expected " + expected + ", found \"" + found + "\"");
    }

    /** Throws if anything was wrong, naming everything that was. */
    void finish() {
        unread.keySet().forEach(name -> faults.add(name + ": no such key; the nearest is " + nearest(name)));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "configuration: " + faults.size() + " faults\n  " + String.join("\n  ", faults));
        }
    }

    private String nearest(String name) {
        boolean isVariable = name.startsWith(ConfigKey.VARIABLE_PREFIX);
        return NearestName.of(
                name,
                keys.stream()
                        .map(key -> isVariable ? key.variable() : key.key())
                        .toList());
    }

    /** An amount in the largest unit that says it without a fraction. */
    private static String inUnit(long amount, Map<String, Long> units) {
        Map.Entry<String, Long> best = units.entrySet().stream()
                .filter(unit -> amount % unit.getValue() == 0 && (amount != 0 || unit.getValue() == 1))
                .max(Map.Entry.comparingByValue())
                .orElseThrow();
        return amount / best.getValue() + best.getKey();
    }

    private long whole(ConfigKey key, long min, long max, Map<String, Long> units, String expected) {
        String value = value(key);
        int digits = 0;
        while (digits < value.length() && Character.isDigit(value.charAt(digits))) {
            digits++;
        }
        Long unit = units.get(value.substring(digits).strip());
        // 15 digits of the largest unit would overflow; none of our limits comes near 12.
        boolean readable = unit != null && digits > 0 && digits <= 12;
        long amount = readable && unit != null ? saturated(Long.parseLong(value.substring(0, digits)), unit) : min - 1;
        if (amount < min || amount > max) {
            fault(key.key(), expected + " from " + min + " to " + max + range(units), value);
            return min;
        }
        return amount;
    }

    private static String range(Map<String, Long> units) {
        return units == SIZE_UNITS ? " bytes" : units == TIME_UNITS ? " ms" : "";
    }

    private static long saturated(long amount, long unit) {
        long high = Math.multiplyHigh(amount, unit);
        return high == 0 && amount * unit >= 0 ? amount * unit : Long.MAX_VALUE;
    }
}
