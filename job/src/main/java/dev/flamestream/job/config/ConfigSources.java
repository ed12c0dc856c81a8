package dev.flamestream.job.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The places where a value may stand, each stronger than the one before: the file that {@code --config} names, the environment's
 * {@code FLAMESTREAM_JOB_...}, the flags {@code --key value}.
 *
 * <p>What is wrong is gathered with the values: a message names the place as it is written there, and never a value, which may be
 * a secret.
 */
public final class ConfigSources {
    private static final String FLAG_PREFIX = "--";
    private static final String CONFIG = "config";
    private static final String KAFKA_PREFIX_IN_ENVIRONMENT =
            JobKey.environmentPrefix() + KafkaSettings.PREFIX.replace('.', '_').toUpperCase(Locale.ROOT);

    private final Map<String, String> values = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    private ConfigSources() {}

    /** Reads all places. */
    public static ConfigValues read(String[] arguments, Map<String, String> environment) {
        ConfigSources sources = new ConfigSources();
        Map<String, String> flags = sources.flags(arguments);
        String file = flags.remove(CONFIG);
        if (file != null) {
            sources.readFile(Path.of(file));
        }
        sources.readEnvironment(environment);
        flags.forEach((key, value) -> sources.put(FLAG_PREFIX, key, value));
        return new ConfigValues(sources.values, sources.faults);
    }

    private Map<String, String> flags(String[] arguments) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            if (!arguments[i].startsWith(FLAG_PREFIX) || arguments[i].indexOf('=') >= 0) {
                faults.add("argument " + (i + 1) + ": expected --key value");
            } else if (i + 1 == arguments.length) {
                faults.add(arguments[i] + ": expected a value after it");
            } else if (flags.put(arguments[i].substring(FLAG_PREFIX.length()), arguments[++i]) != null) {
                faults.add(arguments[i - 1] + ": given twice");
            }
        }
        return flags;
    }

    private void readFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException missing) {
            faults.add("--config: no such file: " + file);
        } catch (IOException | IllegalArgumentException unreadable) {
            faults.add("--config: expected properties in UTF-8 in " + file + ": " + unreadable.getMessage());
        }
        new TreeMap<>(properties)
                .forEach((key, value) ->
                        put(file + ": ", key.toString(), value.toString().strip()));
    }

    private void readEnvironment(Map<String, String> environment) {
        Map<String, JobKey> keys = new TreeMap<>();
        Arrays.stream(JobKey.values()).forEach(key -> keys.put(key.environmentName(), key));
        new TreeMap<>(environment).forEach((name, value) -> {
            JobKey key = keys.get(name);
            if (key != null) {
                values.put(key.key(), value);
            } else if (name.startsWith(KAFKA_PREFIX_IN_ENVIRONMENT)) {
                String property = name.substring(KAFKA_PREFIX_IN_ENVIRONMENT.length());
                put("", KafkaSettings.PREFIX + property.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            } else if (name.startsWith(JobKey.environmentPrefix())) {
                faults.add(name + ": no such key, the nearest is " + NearestName.to(name, keys.keySet()));
            }
        });
    }

    private void put(String place, String key, String value) {
        if (JobKey.of(key).isPresent()) {
            values.put(key, value);
        } else if (key.startsWith(KafkaSettings.PREFIX)) {
            KafkaSettings.faultOf(key.substring(KafkaSettings.PREFIX.length()))
                    .ifPresentOrElse(fault -> faults.add(place + key + ": " + fault), () -> values.put(key, value));
        } else {
            List<String> known = Arrays.stream(JobKey.values()).map(JobKey::key).toList();
            faults.add(place + key + ": no such key, the nearest is " + NearestName.to(key, known));
        }
    }

    /** Values that come from nowhere else than this map. */
    public static ConfigValues of(Map<String, String> values) {
        ConfigSources sources = new ConfigSources();
        new TreeMap<>(values).forEach((key, value) -> sources.put("", key, value));
        return new ConfigValues(sources.values, sources.faults);
    }
}
