package dev.flamestream.standalone.up;

import dev.flamestream.engine.head.CutPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What can be chosen about a process that runs everything.
 *
 * @param data all that survives the process, but for blocks where they are elsewhere
 * @param httpPort of the page and the query API
 * @param kafkaPort of the broker
 * @param blocks root of the blocks, {@code file:} or {@code s3:}; empty for the data folder
 * @param window length of a window; a head lives that long before it becomes a block
 * @param checkpointInterval how much a kill makes Flink replay
 * @param slots slots of Flink, each of which runs the whole job over its share of the heads
 * @param isMultiTenant whether a request must say whose it is; otherwise all is the tenant anonymous
 * @param agentConfig what the agent scrapes beside this process; empty for nothing
 */
public record UpOptions(
        Path data,
        int httpPort,
        int kafkaPort,
        Optional<URI> blocks,
        Duration window,
        Duration checkpointInterval,
        int slots,
        boolean isMultiTenant,
        Optional<Path> agentConfig) {
    /** Twice the topic's partitions: slots past those read nothing, and only share the heads. */
    public static final int MAX_SLOTS = 16;

    private static final int MAX_PORT = 65_535;

    /** Makes the data folder absolute; {@link IllegalArgumentException} names the option at fault. */
    public UpOptions {
        data = data.toAbsolutePath().normalize();
        checkPort("--http-port", httpPort);
        checkPort("--kafka-port", kafkaPort);
        if (httpPort == kafkaPort) {
            throw new IllegalArgumentException("--http-port and --kafka-port: expected two ports, found " + httpPort);
        }
        checkDuration("--window", window, Duration.ofSeconds(1), CutPolicy.MAX_WINDOW);
        try {
            CutPolicy.withWindow(window);
        } catch (IllegalArgumentException failure) {
            throw new IllegalArgumentException("--" + failure.getMessage(), failure);
        }
        checkDuration("--checkpoint-interval", checkpointInterval, Duration.ofMillis(100), Duration.ofMinutes(10));
        if (slots < 1 || slots > MAX_SLOTS) {
            throw new IllegalArgumentException("--slots: expected 1 to " + MAX_SLOTS + ", found " + slots);
        }
    }

    /** The blocks' root. */
    public URI blocksRoot() {
        return blocks.orElseGet(data::toUri);
    }

    /** What each tenant may do; made at the first start, for its user to write to. */
    public Path limitsFile() {
        return data.resolve("limits.yaml");
    }

    private static void checkPort(String option, int port) {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(option + ": expected 1 to " + MAX_PORT + ", found " + port);
        }
    }

    private static void checkDuration(String option, Duration found, Duration min, Duration max) {
        if (found.compareTo(min) < 0 || found.compareTo(max) > 0) {
            throw new IllegalArgumentException(option + ": expected " + min.toMillis() + " ms to " + max.toMinutes()
                    + " min, found " + found.toMillis() + " ms");
        }
    }
}
