package dev.flamestream.standalone.push;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How a command reaches Kafka: the brokers, and what its clients are told beside it, as Kafka's own tools take it in a file.
 *
 * @param bootstrapServers {@code host:port,...}
 * @param properties of the clients, under Kafka's own names; they may be secrets, so that none is ever printed
 */
public record KafkaAccess(String bootstrapServers, Map<String, String> properties) {
    public KafkaAccess {
        properties = Map.copyOf(properties);
    }

    /** To brokers that ask nobody who they are. */
    public static KafkaAccess to(String bootstrapServers) {
        return new KafkaAccess(bootstrapServers, Map.of());
    }

    /** With the properties of a file; throws where that cannot be read, or names what no client of Kafka knows. */
    public static KafkaAccess read(String bootstrapServers, Path file) throws IOException {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (NoSuchFileException missing) {
            throw new IOException("expected a file of properties at " + file + ", found none", missing);
        } catch (IllegalArgumentException malformed) {
            throw new IOException("expected properties in " + file + ": " + malformed.getMessage(), malformed);
        }
        Set<String> unknown = new TreeSet<>(read.stringPropertyNames());
        unknown.removeAll(ConsumerConfig.configNames());
        unknown.removeAll(ProducerConfig.configNames());
        if (!unknown.isEmpty()) {
            throw new IOException(file + ": no properties of Kafka's clients: " + unknown);
        }
        Map<String, String> properties = new HashMap<>();
        read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        return new KafkaAccess(bootstrapServers, properties);
    }

    /** What a consumer is to be told; what the command itself wants wins. */
    Map<String, Object> ofConsumer(Map<String, Object> own) {
        return with(own, ConsumerConfig.configNames());
    }

    /** What a producer is to be told; what the command itself wants wins. */
    Map<String, Object> ofProducer(Map<String, Object> own) {
        return with(own, ProducerConfig.configNames());
    }

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
        return "KafkaAccess[" + bootstrapServers + ", properties " + new TreeSet<>(properties.keySet()) + " ***]";
    }
}
