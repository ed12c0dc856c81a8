package dev.flamestream.job.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values by key, read one by one; what is wrong with any of them is gathered and thrown once. Single use, single thread. */
public final class ConfigValues {
    private final Map<String, String> values;
    private final List<String> faults;

    ConfigValues(Map<String, String> values, List<String> faults) {
        this.values = Map.copyOf(values);
        this.faults = new ArrayList<>(faults);
    }

    /** A text; the key's default where none is given. */
    public String text(JobKey key) {
        String value = values.getOrDefault(key.key(), key.byDefault());
        if (value.isBlank()) {
            faults.add(key.key() + ": missing, give it as --" + key.key() + " or as " + key.environmentName());
        }
        return value;
    }

    /** A whole number. */
    public long number(JobKey key, long min, long max) {
        String value = text(key);
        if (value.matches("[0-9]{1,18}") && Long.parseLong(value) >= min && Long.parseLong(value) <= max) {
            return Long.parseLong(value);
        }
        fault(key, "a whole number from " + min + " to " + max, value);
        return Long.parseLong(key.byDefault());
    }

    /** A power of two. */
    public long powerOfTwo(JobKey key, long max) {
        long value = number(key, 1, max);
        if (Long.bitCount(value) == 1) {
            return value;
        }
        fault(key, "a power of two from 1 to " + max, Long.toString(value));
        return Long.parseLong(key.byDefault());
    }

    /** A number and its unit. */
    public Duration duration(JobKey key, Duration min, Duration max) {
        String value = text(key);
        if (value.matches("[0-9]{1,9}(ms|s|m|h)")) {
            Duration duration = durationOf(value);
            if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
                return duration;
            }
        }
        fault(
                key,
                "a duration such as 500ms, 30s, 10m or 1h, from " + min.toMillis() + "ms to " + max.toMinutes() + "m",
                value);
        return durationOf(key.byDefault());
    }

    /** One of two words. */
    public boolean isOn(JobKey key) {
        String value = text(key);
        if (!value.equals("on") && !value.equals("off")) {
            fault(key, "on or off", value);
        }
        return value.equals("on");
    }

    /** Those that are for Kafka's clients, under Kafka's own names. */
    Map<String, String> kafkaProperties() {
        Map<String, String> properties = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(KafkaSettings.PREFIX)) {
                properties.put(key.substring(KafkaSettings.PREFIX.length()), value);
            }
        });
        return properties;
    }

    /** Notes what is wrong with a value that is no secret. */
    public void fault(JobKey key, String expected, String found) {
        faults.add(key.key() + ": expected " + expected + ", found \"" + found + "\"");
    }

    /** Throws if anything was wrong, a line for each fault. */
    public void finish() {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
    }

    private static Duration durationOf(String value) {
        long amount = Long.parseLong(value.replaceAll("[a-z]+", ""));
        return switch (value.replaceAll("[0-9]+", "")) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
