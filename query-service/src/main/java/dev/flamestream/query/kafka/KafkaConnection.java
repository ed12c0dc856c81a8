package dev.flamestream.query.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where the brokers are, and what Kafka's clients are told beside it, such as how to prove who they are.
 *
 * @param bootstrapServers {@code host:port,...}
 * @param properties of the clients, under Kafka's own names; they may be secrets, so that none is ever printed
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> properties) {
    /** What the service sets itself, since the bounds of its requests rest on it. */
    private static final Set<String> OWN = Set.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.CLIENT_ID_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ProducerConfig.LINGER_MS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);

    public KafkaConnection {
        properties = Map.copyOf(properties);
    }

    /** To brokers that ask nobody who they are. */
    public static KafkaConnection to(String bootstrapServers) {
        return new KafkaConnection(bootstrapServers, Map.of());
    }

    /** Names of properties that may be given. */
    public static Set<String> propertyNames() {
        Set<String> names = new TreeSet<>(ProducerConfig.configNames());
        names.addAll(AdminClientConfig.configNames());
        names.removeAll(OWN);
        return names;
    }

    /** What a property's value must look like, where the given one does not; never the value itself. */
    public static Optional<String> expectedInsteadOf(String name, String value) {
        ConfigDef definition = ProducerConfig.configNames().contains(name)
                ? ProducerConfig.configDef()
                : AdminClientConfig.configDef();
        ConfigDef.ConfigKey key = definition.configKeys().get(name);
        if (key == null) {
            return Optional.empty();
        }
        try {
            Object parsed = ConfigDef.parseType(name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(name, parsed);
            }
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(key.validator == null ? "a value of type " + key.type : key.validator.toString());
        }
    }

    /** What a producer is to be told; what the caller gives wins. */
    public Map<String, Object> ofProducer(Map<String, Object> own) {
        return with(own, ProducerConfig.configNames());
    }

    /** What an admin client is to be told; what the caller gives wins. */
    public Map<String, Object> ofAdmin(Map<String, Object> own) {
        return with(own, AdminClientConfig.configNames());
    }

    /** Only what the client knows: for each other it would log a warning. */
    private Map<String, Object> with(Map<String, Object> own, Set<String> known) {
        Map<String, Object> all = new HashMap<>(properties);
        all.keySet().retainAll(known);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.putAll(own);
        return all;
    }

    /** Without the properties' values. */
    @Override
    public String toString() {
        return "KafkaConnection[" + bootstrapServers + ", properties " + new TreeSet<>(properties.keySet()) + " ***]";
    }
}
