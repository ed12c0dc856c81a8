package dev.flamestream.job.config;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Where records come from and go to, and what Kafka's clients are told beside it, such as how to prove who they are.
 *
 * @param bootstrapServers brokers, {@code host:port,...}
 * @param topic where profiles come from
 * @param rejectedTopic where refused ones go
 * @param groupId under which offsets are committed
 * @param properties of the clients, under Kafka's own names; they may be secrets, so that none is ever printed
 */
public record KafkaSettings(
        String bootstrapServers, String topic, String rejectedTopic, String groupId, Map<String, String> properties)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What comes before a property's name where the job is configured. */
    public static final String PREFIX = "kafka.property.";

    /** What the job sets itself, since its promises rest on it. */
    private static final Set<String> OWN = Set.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            ProducerConfig.BUFFER_MEMORY_CONFIG);

    public KafkaSettings {
        properties = Map.copyOf(properties);
    }

    /** Reads them. */
    public static KafkaSettings of(ConfigValues values) {
        return new KafkaSettings(
                values.text(JobKey.KAFKA),
                values.text(JobKey.TOPIC),
                values.text(JobKey.REJECTED_TOPIC),
                values.text(JobKey.GROUP_ID),
                values.kafkaProperties());
    }

    /** What is wrong with the name of a property. */
    static Optional<String> faultOf(String name) {
        if (OWN.contains(name)) {
            return Optional.of("the job sets it itself");
        }
        Set<String> known = new TreeSet<>(ConsumerConfig.configNames());
        known.addAll(ProducerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        known.removeAll(OWN);
        return known.contains(name)
                ? Optional.empty()
                : Optional.of("no such property of Kafka's clients, the nearest is " + NearestName.to(name, known));
    }

    /** What a consumer is to be told. */
    public Properties ofConsumer() {
        return known(ConsumerConfig.configNames());
    }

    /** What a producer is to be told. */
    public Properties ofProducer() {
        return known(ProducerConfig.configNames());
    }

    /** What an admin client is to be told, the brokers included. */
    public Properties ofAdmin() {
        Properties admin = known(AdminClientConfig.configNames());
        admin.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return admin;
    }

    private Properties known(Set<String> names) {
        Properties known = new Properties();
        properties.forEach((name, value) -> {
            if (names.contains(name)) {
                known.setProperty(name, value);
            }
        });
        return known;
    }

    /** Without the properties' values. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", " + topic + ", " + rejectedTopic + ", " + groupId
                + ", properties " + new TreeSet<>(properties.keySet()) + " ***]";
    }
}
