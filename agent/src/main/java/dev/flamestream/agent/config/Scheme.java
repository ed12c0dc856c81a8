package dev.flamestream.agent.config;

import java.util.Arrays;
import java.util.Optional;

/** How a target is asked. */
public enum Scheme {
    /** In the clear. */
    HTTP("http"),
    /** Over TLS, checked against the JVM's trust store. */
    HTTPS("https");

    private final String label;

    Scheme(String label) {
        this.label = label;
    }

    /** The scheme as it stands in URLs and in the file. */
    public String label() {
        return label;
    }

    static Optional<Scheme> parse(String text) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.label.equals(text))
                .findFirst();
    }
}
