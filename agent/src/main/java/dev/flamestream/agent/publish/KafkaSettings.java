package dev.flamestream.agent.publish;

import dev.flamestream.schemas.record.RecordFormat;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka producer that a publisher needs, as the client's own properties. */
public final class KafkaSettings {
    /** What the publisher's promises rest on; a user's property of one of these names would break them. */
    public static final Set<String> RESERVED = Set.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            ProducerConfig.LINGER_MS_CONFIG,
            ProducerConfig.BATCH_SIZE_CONFIG,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    /** Six profiles of 20 KB share a request; more gains little and would hold more memory for each partition. */
    static final int BATCH_BYTES = 128 << 10;

    /** Profiles are read seconds later at the earliest; 20 ms lets those of one instant share a request. */
    static final Duration LINGER = Duration.ofMillis(20);

    /** Only the publisher's own thread ever waits this long, and looks after that whether it should stop. */
    static final Duration MAX_BLOCK = Duration.ofSeconds(1);

    /** Kafka's default for one try. */
    static final Duration MAX_REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /** The client logs each failed connection: at most one in ten seconds while Kafka is away. */
    static final Duration RECONNECT_BACKOFF = Duration.ofSeconds(10);

    private KafkaSettings() {}

    /** Whether Kafka's producer has a setting of this name; one that it does not know it would pass over in silence. */
    public static boolean isKnown(String name) {
        return ProducerConfig.configNames().contains(name);
    }

    /** The producer's properties. */
    public static Properties of(PublisherSettings settings) {
        Properties properties = new Properties();
        for (Map.Entry<String, String> property : settings.clientProperties().entrySet()) {
            if (RESERVED.contains(property.getKey())) {
                throw new IllegalArgumentException("the publisher sets " + property.getKey() + " itself");
            }
            properties.put(property.getKey(), property.getValue());
        }
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        // Profiles come gzipped; a second compression costs time and gains nothing.
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(RecordFormat.MAX_RECORD_BYTES));
        // Our own bound is met first; the slack is for batches that are taken whole and filled in part.
        long bufferMemory = 2 * settings.bufferBytes() + 16L * BATCH_BYTES;
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(bufferMemory));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(MAX_BLOCK));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, millis(LINGER));
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(BATCH_BYTES));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(settings.deliveryTimeout()));
        Duration tryTimeout = settings.deliveryTimeout().minus(LINGER);
        properties.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis(tryTimeout.compareTo(MAX_REQUEST_TIMEOUT) < 0 ? tryTimeout : MAX_REQUEST_TIMEOUT));
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, millis(RECONNECT_BACKOFF));
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return properties;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
