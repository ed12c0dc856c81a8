package dev.flamestream.standalone.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@code flamestream up} is told: the same for each start on a folder, so that clients find the next one where the last was. */
record UpSettings(
        Path data, int httpPort, int kafkaPort, Duration window, Duration checkpointInterval, boolean isMultiTenant) {
    /** As {@code up} has them when it is told nothing. */
    static final Duration DEFAULT_WINDOW = Duration.ofMinutes(10);

    static final Duration DEFAULT_CHECKPOINT_INTERVAL = Duration.ofSeconds(5);

    /** A data folder below the given one, and two ports that were free a moment ago. */
    static UpSettings in(Path folder, Duration window, Duration checkpointInterval) throws IOException {
        try (ServerSocket http = new ServerSocket();
                ServerSocket kafka = new ServerSocket()) {
            http.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            kafka.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return new UpSettings(
                    folder.resolve("data"),
                    http.getLocalPort(),
                    kafka.getLocalPort(),
                    window,
                    checkpointInterval,
                    true);
        }
    }

    /** The same as somebody has it who has no tenants: a page that is opened needs to name none. */
    UpSettings ofOneTenant() {
        return new UpSettings(data, httpPort, kafkaPort, window, checkpointInterval, false);
    }

    URI http() {
        return URI.create("http://127.0.0.1:" + httpPort + "/");
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "up",
                "--data",
                data.toString(),
                "--http-port",
                Integer.toString(httpPort),
                "--kafka-port",
                Integer.toString(kafkaPort),
                "--window",
                window.toMillis() + "ms",
                "--checkpoint-interval",
                checkpointInterval.toMillis() + "ms"));
        if (isMultiTenant) {
            arguments.add("--multitenancy");
        }
        return arguments;
    }
}
