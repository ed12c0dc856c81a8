package dev.flamestream.agent.config;

import java.time.Duration;

/**
 * One kind of profile that a target serves.
 *
 * @param name the key under {@code pprof_config}, which becomes the label {@code __name__} as it is
 * @param path where it is served, below the job's path prefix
 * @param window for a delta, how long the target is asked to measure with {@code ?seconds=}; zero for a profile that is
 *     taken at once
 */
public record ProfileEndpoint(String name, String path, Duration window) {
    /** Whether the target measures over a window, so that successive profiles add up. */
    public boolean isDelta() {
        return !window.isZero();
    }
}
