package dev.flamestream.query;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from: a file, then variables of the environment, then flags; of two that set the same, the later wins.
 *
 * <p>A variable of ours that is no setting is handed on under its own name, so that it is refused with all other faults.
 */
final class SettingSources {
    /** Read by the script that starts the process, and not by it. */
    private static final Set<String> RESERVED =
            Set.of("FLAMESTREAM_JAVA_OPTIONS", "FLAMESTREAM_HOME", "FLAMESTREAM_CONFIG");

    /** Kubernetes tells each pod of each service of its namespace, as name=value; one may be named after us. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "FLAMESTREAM_(.+_)?(SERVICE_HOST=.*|SERVICE_PORT(_.+)?=[0-9]+|PORT(_[0-9]+_(TCP|UDP)(_.+)?)?=(tcp|udp)://.*"
                    + "|PORT_[0-9]+_(TCP|UDP)_(PROTO|PORT|ADDR)=.*)");

    private static final Map<String, String> AWS_VARIABLES = Map.of(
            "AWS_ACCESS_KEY_ID", "blocks.s3.access.key",
            "AWS_SECRET_ACCESS_KEY", "blocks.s3.secret.key",
            "AWS_REGION", "blocks.s3.region");

    private final Map<String, String> keysByVariable = new HashMap<>();
    private final List<ConfigKey> families;
    private final Map<String, String> values = new TreeMap<>();

    private SettingSources(List<ConfigKey> keys) {
        families = keys.stream().filter(ConfigKey::isFamily).toList();
        keys.stream().filter(key -> !key.isFamily()).forEach(key -> keysByVariable.put(key.variable(), key.key()));
    }

    /**
     * Gathers what is set.
     *
     * @param arguments {@code [FILE | --config FILE] [--key=value ...]}
     */
    static Map<String, String> read(List<String> arguments, Map<String, String> environment, List<ConfigKey> keys)
            throws IOException {
        SettingSources sources = new SettingSources(keys);
        int flags = 0;
        if (!arguments.isEmpty() && arguments.get(0).equals("--config")) {
            if (arguments.size() == 1) {
                throw new IllegalArgumentException("--config: expected a file, found nothing");
            }
            sources.readFile(Path.of(arguments.get(1)));
            flags = 2;
        } else if (!arguments.isEmpty() && arguments.get(0).startsWith("--config=")) {
            sources.readFile(Path.of(arguments.get(0).substring("--config=".length())));
            flags = 1;
        } else if (!arguments.isEmpty() && !arguments.get(0).startsWith("--")) {
            sources.readFile(Path.of(arguments.get(0)));
            flags = 1;
        }
        sources.readEnvironment(environment);
        sources.readFlags(arguments, flags);
        return sources.values;
    }

    private void readFile(Path path) throws IOException {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            file.load(reader);
        } catch (NoSuchFileException e) {
            throw new IOException("configuration: expected a file at " + path + ", found none", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("configuration: " + path + " cannot be read: " + e, e);
        }
        file.stringPropertyNames().forEach(key -> values.put(key, file.getProperty(key)));
    }

    private void readEnvironment(Map<String, String> environment) {
        AWS_VARIABLES.forEach((variable, key) -> {
            String value = environment.get(variable);
            if (value != null) {
                values.putIfAbsent(key, value);
            }
        });
        environment.forEach((variable, value) -> {
            // Compose files set what nobody has set to nothing.
            if (!variable.startsWith(ConfigKey.VARIABLE_PREFIX) || value.isBlank()) {
                return;
            }
            String key = keysByVariable.containsKey(variable) ? keysByVariable.get(variable) : ofFamily(variable);
            if (key != null) {
                values.put(key, value);
            } else if (!RESERVED.contains(variable)
                    && !SERVICE_LINK.matcher(variable + "=" + value).matches()) {
                values.put(variable, value);
            }
        });
    }

    /** Names of a family have dots where its variables have underscores. */
    private @Nullable String ofFamily(String variable) {
        for (ConfigKey family : families) {
            String prefix = family.variable().substring(0, family.variable().length() - ConfigKey.FAMILY_END.length());
            if (variable.startsWith(prefix)) {
                return family.familyPrefix()
                        + variable.substring(prefix.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.');
            }
        }
        return null;
    }

    /** Says nothing of what it finds: it may be a secret whose flag was written in two words. */
    private void readFlags(List<String> arguments, int first) {
        for (int i = first; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException("argument " + (i + 1) + ": expected --key=value; usage: "
                        + "[FILE | --config FILE] [--key=value ...]");
            }
            values.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
    }
}
