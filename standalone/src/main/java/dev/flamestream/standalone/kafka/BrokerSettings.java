package dev.flamestream.standalone.kafka;

import dev.flamestream.schemas.record.RecordFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** Where one broker keeps its logs and on which loopback ports it listens. */
public record BrokerSettings(Path folder, int port, int controllerPort) {
    /** The one address it listens on: the broker asks nobody who they are. */
    public static final String HOST = "127.0.0.1";

    /** The broker is its own controller; the number names it in both roles. */
    static final int NODE_ID = 1;

    /** The name of the listener that only the controller's own node uses. */
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** A request carries one batch of the largest record; twice that leaves room for a producer that groups partitions. */
    private static final int MAX_REQUEST_BYTES = 2 * RecordFormat.MAX_RECORD_BYTES;

    /** The log cleaner sees only offsets and transaction states: a few hundred keys. Kafka's default is 128 MiB. */
    private static final long CLEANER_BUFFER_BYTES = 4 << 20;

    /** Internal topics hold kilobytes; Kafka's default segment of 100 MiB would never be compacted. */
    private static final int INTERNAL_SEGMENT_BYTES = 4 << 20;

    /** An index is mapped at this size for each active segment; 8 MiB less than the default times a dozen partitions. */
    private static final int INDEX_BYTES = 2 << 20;

    /** How far past its bound a topic may grow before the broker looks: at 1 MiB/s this is 30 MiB. */
    private static final Duration RETENTION_CHECK = Duration.ofSeconds(30);

    /** Kafka appends an empty metadata record this often, with an fsync; its default of 0.5 s keeps an idle disk busy. */
    private static final Duration METADATA_IDLE = Duration.ofSeconds(5);

    /** After a kill the controller waits for the dead broker's session to end before it lets the new one in. */
    private static final Duration SESSION = Duration.ofSeconds(2);

    /** Address for clients, {@code host:port}. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** The settings under Kafka's own names. */
    Properties toProperties() {
        Properties properties = new Properties();
        properties.putAll(network());
        properties.putAll(storage());
        properties.putAll(internalTopics());
        return properties;
    }

    private Map<String, String> network() {
        String listeners =
                "PLAINTEXT://" + bootstrapServers() + "," + CONTROLLER_LISTENER + "://" + HOST + ":" + controllerPort;
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort),
                Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry(
                        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT"),
                Map.entry("listeners", listeners),
                Map.entry("advertised.listeners", "PLAINTEXT://" + bootstrapServers()),
                Map.entry("broker.session.timeout.ms", Long.toString(SESSION.toMillis())),
                Map.entry("broker.heartbeat.interval.ms", Long.toString(SESSION.toMillis() / 4)),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2"),
                Map.entry("queued.max.requests", "32"),
                Map.entry("socket.request.max.bytes", Integer.toString(MAX_REQUEST_BYTES)));
    }

    private Map<String, String> storage() {
        return Map.ofEntries(
                Map.entry("log.dirs", folder.toString()),
                Map.entry("message.max.bytes", Integer.toString(RecordFormat.MAX_RECORD_BYTES)),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("num.recovery.threads.per.data.dir", "2"),
                Map.entry("log.index.size.max.bytes", Integer.toString(INDEX_BYTES)),
                Map.entry("log.retention.check.interval.ms", Long.toString(RETENTION_CHECK.toMillis())),
                Map.entry("log.segment.delete.delay.ms", "1000"),
                Map.entry("log.cleaner.dedupe.buffer.size", Long.toString(CLEANER_BUFFER_BYTES)),
                Map.entry("log.cleaner.io.buffer.size", Long.toString(CLEANER_BUFFER_BYTES / 4)),
                Map.entry("metadata.max.idle.interval.ms", Long.toString(METADATA_IDLE.toMillis())),
                Map.entry("metadata.log.segment.bytes", Integer.toString(2 * INTERNAL_SEGMENT_BYTES)),
                Map.entry("metadata.max.retention.bytes", Integer.toString(4 * INTERNAL_SEGMENT_BYTES)));
    }

    private static Map<String, String> internalTopics() {
        String segmentBytes = Integer.toString(INTERNAL_SEGMENT_BYTES);
        return Map.ofEntries(
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.segment.bytes", segmentBytes),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.segment.bytes", segmentBytes),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("group.coordinator.threads", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"));
    }
}
