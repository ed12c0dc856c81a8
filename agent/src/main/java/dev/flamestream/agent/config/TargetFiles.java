package dev.flamestream.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Files of targets that other tools rewrite: absolute paths whose last element may be a glob, and how often to look. */
public record TargetFiles(List<Path> patterns, Duration refreshInterval) {
    /** Reading a few small files costs nothing, and half a minute is what a rollout takes at least. */
    public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofSeconds(30);

    public TargetFiles {
        patterns = List.copyOf(patterns);
    }
}
