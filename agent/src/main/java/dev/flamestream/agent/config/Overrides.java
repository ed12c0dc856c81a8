package dev.flamestream.agent.config;

import dev.flamestream.schemas.yaml.ConfigFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Settings that are given beside the file: variables of the environment win over the file, and flags win over both.
 *
 * <p>A setting has its key's path in the file for a name: {@code kafka.topic} is the variable
 * {@code FLAMESTREAM_AGENT_KAFKA_TOPIC} and the flag {@code --kafka.topic VALUE}. Of {@code external_labels} and
 * {@code kafka.properties} each entry is one: {@code FLAMESTREAM_AGENT_EXTERNAL_LABELS_CLUSTER} is the label
 * {@code cluster}, and {@code FLAMESTREAM_AGENT_KAFKA_PROPERTIES_SASL_JAAS_CONFIG} is the property
 * {@code sasl.jaas.config}. What to scrape is for the file alone.
 */
public final class Overrides {
    /** None at all. */
    public static final Overrides NONE = new Overrides();

    /** Every variable that starts with it must be one of ours. */
    static final String VARIABLE_PREFIX = "FLAMESTREAM_AGENT_";

    /** Kubernetes tells each pod of each service of its namespace; one may be named after us. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(VARIABLE_PREFIX + "(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_[0-9]+_(TCP|UDP)(_.+)?)?)");

    /** Settings with one value, as the file's keys lead to them. */
    static final List<String> KEYS = List.of(
            "tenant_id",
            "kafka.bootstrap_servers",
            "kafka.topic",
            "kafka.buffer_size",
            "kafka.buffer_profiles",
            "kafka.delivery_timeout",
            "server.http_listen_address",
            "server.http_listen_port",
            "self_profiling.enabled",
            "self_profiling.interval",
            "global.scrape_interval",
            "global.scrape_timeout",
            "global.max_open_scrapes",
            "global.max_concurrent_scrapes");

    /** Mappings whose entries the user names. */
    static final List<String> MAPPINGS = List.of("external_labels", "kafka.properties");

    /**
     * One value from outside of the file.
     *
     * @param origin the variable or flag, as its user wrote it
     * @param path keys that lead to it in the file
     */
    record Setting(String origin, List<String> path, String value) {
        Setting {
            path = List.copyOf(path);
        }

        /** Never the value: it may be a password. */
        @Override
        public String toString() {
            return origin;
        }
    }

    private final Map<List<String>, Setting> settings = new LinkedHashMap<>();
    private final List<ConfigFault> faults = new ArrayList<>();

    private Overrides() {}

    /** Reads variables and flags; flags are {@code --key=value} or {@code --key value}. */
    public static Overrides of(Map<String, String> environment, List<String> flags) {
        Overrides overrides = new Overrides();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(VARIABLE_PREFIX) && !SERVICE_LINK.matcher(name).matches()) {
                overrides.add(name, keyOf(name.substring(VARIABLE_PREFIX.length())), value);
            }
        });
        overrides.addFlags(flags);
        return overrides;
    }

    /** The variable that stands for a key. */
    static String variableOf(String key) {
        return VARIABLE_PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** What was given, each path once. */
    Collection<Setting> settings() {
        return settings.values();
    }

    /** Names that are none of ours. */
    List<ConfigFault> faults() {
        return List.copyOf(faults);
    }

    /** Whether nobody gave anything. */
    public boolean isEmpty() {
        return settings.isEmpty() && faults.isEmpty();
    }

    private void addFlags(List<String> flags) {
        for (int i = 0; i < flags.size(); i++) {
            String flag = flags.get(i);
            int equals = flag.indexOf('=');
            String name = equals < 0 ? flag : flag.substring(0, equals);
            boolean named = name.startsWith("--");
            if (named && equals < 0 && i + 1 == flags.size()) {
                faults.add(new ConfigFault(name, 0, "", "a value is missing"));
            } else if (named) {
                add(name, Optional.of(name.substring(2)), equals < 0 ? flags.get(++i) : flag.substring(equals + 1));
            } else {
                faults.add(new ConfigFault(flag, 0, "", "expected --config FILE or --key VALUE"));
            }
        }
    }

    private void add(String origin, Optional<String> key, String value) {
        Optional<List<String>> path = key.flatMap(Overrides::pathOf);
        if (path.isPresent()) {
            settings.put(path.get(), new Setting(origin, path.get(), value));
        } else {
            faults.add(new ConfigFault(
                    origin,
                    0,
                    "",
                    "no such setting; known are " + String.join(", ", KEYS) + " and entries of "
                            + String.join(", ", MAPPINGS)));
        }
    }

    private static Optional<List<String>> pathOf(String key) {
        if (KEYS.contains(key)) {
            return Optional.of(List.of(key.split("\\.", -1)));
        }
        return MAPPINGS.stream()
                .filter(mapping -> key.startsWith(mapping + ".") && key.length() > mapping.length() + 1)
                .findFirst()
                .map(mapping -> {
                    List<String> path = new ArrayList<>(List.of(mapping.split("\\.", -1)));
                    path.add(key.substring(mapping.length() + 1));
                    return path;
                });
    }

    /** A key by the rest of a variable's name: Kafka's properties have dots, labels have underscores. */
    private static Optional<String> keyOf(String rest) {
        String lower = rest.toLowerCase(Locale.ROOT);
        for (String key : KEYS) {
            if (key.replace('.', '_').equals(lower)) {
                return Optional.of(key);
            }
        }
        for (String mapping : MAPPINGS) {
            String prefix = mapping.replace('.', '_') + "_";
            if (lower.startsWith(prefix)) {
                String entry = lower.substring(prefix.length());
                return Optional.of(mapping + "." + (mapping.startsWith("kafka") ? entry.replace('_', '.') : entry));
            }
        }
        return Optional.empty();
    }
}
