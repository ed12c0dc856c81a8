package dev.flamestream.agent.publish;

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Makes the Kafka producer; fails with a KafkaException while no bootstrap server's name resolves. */
@FunctionalInterface
interface ProducerFactory {
    Producer<byte[], byte[]> open();

    /** The real one; its settings are checked here, so that what fails later is the network. */
    static ProducerFactory ofKafka(PublisherSettings settings) {
        Properties properties = KafkaSettings.of(settings);
        return () -> new KafkaProducer<>(properties);
    }
}
