package dev.flamestream.query.trace;

import java.net.URI;

/**
 * Whether and where traces of queries go.
 *
 * @param otlpEndpoint of an OTLP receiver over HTTP, as {@code http://collector:4318}; empty for no traces
 * @param sampledRatio which part of the queries are traced that no caller has decided about
 */
public record TracingSettings(URI otlpEndpoint, double sampledRatio) {
    public TracingSettings {
        if (!(sampledRatio >= 0 && sampledRatio <= 1)) {
            throw new IllegalArgumentException("expected a ratio from 0 to 1, found " + sampledRatio);
        }
    }

    /** No traces. */
    public static final TracingSettings OFF = new TracingSettings(URI.create(""), 1);

    /** Whether any are taken. */
    public boolean isOn() {
        return !otlpEndpoint.toString().isEmpty();
    }
}
