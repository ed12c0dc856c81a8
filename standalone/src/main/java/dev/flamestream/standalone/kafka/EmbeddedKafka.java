package dev.flamestream.standalone.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker, its own controller, inside this process and for this machine alone.
 *
 * <p>It goes on with whatever its folder holds, also after a kill: acknowledged records are in files then, if not on the
 * disk's platters. It binds loopback only and asks nobody who they are. The caller closes it.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    /** Written by the formatter; a folder without it was never a broker's. */
    private static final String FORMATTED_MARK = "meta.properties";

    /** A broker that writes its last segment out takes a second; the process must be gone within ten. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(4);

    private final BrokerSettings settings;
    private final KafkaRaftServer server;

    private EmbeddedKafka(BrokerSettings settings, KafkaRaftServer server) {
        this.settings = settings;
        this.server = server;
    }

    /** Formats the folder where it is fresh, starts the broker, and brings the topics to what is wanted of them. */
    public static EmbeddedKafka start(BrokerSettings settings, List<TopicSettings> topics) throws IOException {
        formatWhereFresh(settings);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings.toProperties(), false), Time.SYSTEM);
        EmbeddedKafka kafka = new EmbeddedKafka(settings, server);
        boolean started = false;
        try {
            server.startup();
            Topics.ensure(settings.bootstrapServers(), topics);
            started = true;
            return kafka;
        } finally {
            if (!started) {
                kafka.close();
            }
        }
    }

    /**
     * Says what happens when the broker ends the process, as it does when its only disk fails. Kafka keeps that in a
     * static, so it holds for the whole process.
     */
    public static void onFatal(Consumer<String> handler) {
        Exit.Procedure procedure = (status, message) -> {
            handler.accept(message == null ? "Kafka stopped itself with status " + status : message);
            throw new IllegalStateException("Kafka asked to end the process with status " + status);
        };
        Exit.setExitProcedure(procedure);
        Exit.setHaltProcedure(procedure);
    }

    /** Address for clients, {@code host:port}. */
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    /** Stops the broker; gives up waiting after a bounded time, since its files are sound at any moment. */
    @Override
    public void close() {
        Thread closer = new Thread(server::shutdown, "kafka-close");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        if (closer.isAlive()) {
            log.atWarn()
                    .addKeyValue("durationMillis", CLOSE_PATIENCE.toMillis())
                    .log("broker still closing; its log is recovered at the next start");
        }
    }

    static void formatWhereFresh(BrokerSettings settings) throws IOException {
        Files.createDirectories(settings.folder());
        if (Files.exists(settings.folder().resolve(FORMATTED_MARK))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(settings.folder().toString())
                    .setMetadataLogDirectory(settings.folder().toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .run();
        } catch (FormatterException failure) {
            throw new IOException(
                    "could not prepare " + settings.folder() + " for Kafka: " + failure.getMessage(), failure);
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            // Formatter.run declares Exception; what it throws is one of the above.
            throw new IOException("could not prepare " + settings.folder() + " for Kafka: " + failure, failure);
        }
    }
}
