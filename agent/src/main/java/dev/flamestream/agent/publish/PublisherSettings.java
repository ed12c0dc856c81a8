package dev.flamestream.agent.publish;

import dev.flamestream.schemas.record.RecordFormat;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where the publisher sends to, and its bounds.
 *
 * @param clientProperties further settings of the Kafka client, for TLS and SASL; values may be secret
 */
public record PublisherSettings(
        String bootstrapServers,
        String topic,
        long bufferBytes,
        int bufferProfiles,
        Duration deliveryTimeout,
        Map<String, String> clientProperties) {
    /** At 20 KB a profile this is 3,200 of them: five minutes of a node with 30 pods, five profiles each every 15 s. */
    public static final long DEFAULT_BUFFER_BYTES = 64L << 20;

    /** Bounds the objects, which the bytes do not where profiles are tiny: about 1 KB of overhead each, 10 MB in all. */
    public static final int DEFAULT_BUFFER_PROFILES = 10_000;

    /** Kafka's own default: longer than a broker's restart and the election that follows it. */
    public static final Duration DEFAULT_DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    /** A delivery needs a connection, a handshake and a round trip; below a second a healthy cluster would fail some. */
    public static final Duration MIN_DELIVERY_TIMEOUT = Duration.ofSeconds(1);

    private static final Pattern SERVERS = Pattern.compile("[^,:\\s]+:\\d{1,5}(,[^,:\\s]+:\\d{1,5})*");

    public PublisherSettings {
        clientProperties = Map.copyOf(clientProperties);
        if (!isServerList(bootstrapServers)) {
            throw new IllegalArgumentException(
                    "bootstrap servers: expected host:port,host:port,... found \"" + bootstrapServers + "\"");
        }
        if (bufferBytes < RecordFormat.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("buffer: expected at least one record's " + RecordFormat.MAX_RECORD_BYTES
                    + " bytes, found " + bufferBytes);
        }
        if (bufferProfiles < 1) {
            throw new IllegalArgumentException("buffer: expected at least 1 profile, found " + bufferProfiles);
        }
        if (deliveryTimeout.compareTo(MIN_DELIVERY_TIMEOUT) < 0) {
            throw new IllegalArgumentException(
                    "delivery timeout: expected at least " + MIN_DELIVERY_TIMEOUT + ", found " + deliveryTimeout);
        }
    }

    /** Settings with every default. */
    public static PublisherSettings of(String bootstrapServers) {
        return new PublisherSettings(
                bootstrapServers,
                RecordFormat.TOPIC,
                DEFAULT_BUFFER_BYTES,
                DEFAULT_BUFFER_PROFILES,
                DEFAULT_DELIVERY_TIMEOUT,
                Map.of());
    }

    /** Whether a text is host:port, or several with commas between. */
    public static boolean isServerList(String text) {
        return SERVERS.matcher(text).matches();
    }

    /** A copy with other bounds. */
    public PublisherSettings withBuffer(long bytes, int profiles) {
        return new PublisherSettings(bootstrapServers, topic, bytes, profiles, deliveryTimeout, clientProperties);
    }

    /** A copy with another delivery timeout. */
    public PublisherSettings withDeliveryTimeout(Duration timeout) {
        return new PublisherSettings(bootstrapServers, topic, bufferBytes, bufferProfiles, timeout, clientProperties);
    }

    /** A copy with another topic. */
    public PublisherSettings withTopic(String name) {
        return new PublisherSettings(
                bootstrapServers, name, bufferBytes, bufferProfiles, deliveryTimeout, clientProperties);
    }

    @Override
    public String toString() {
        return "PublisherSettings[" + bootstrapServers + ", topic " + topic + ", buffer " + bufferBytes + " bytes and "
                + bufferProfiles + " profiles, delivery timeout " + deliveryTimeout + ", client properties "
                + clientProperties.keySet() + " ***]";
    }
}
