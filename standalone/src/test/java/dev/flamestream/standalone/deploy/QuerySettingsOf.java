package dev.flamestream.standalone.deploy;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The query service's keys by their variables: {@code FLAMESTREAM_HTTP_PORT} is {@code http.port}. */
final class QuerySettingsOf {
    private static final String PREFIX = "FLAMESTREAM_";

    private QuerySettingsOf() {}

    static Map<String, String> environment(Map<String, String> environment) {
        Map<String, String> settings = new TreeMap<>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(PREFIX)) {
                settings.put(
                        variable.substring(PREFIX.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        return settings;
    }
}
