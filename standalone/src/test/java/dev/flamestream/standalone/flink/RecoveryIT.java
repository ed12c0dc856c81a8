package dev.flamestream.standalone.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.standalone.ForkedJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecoveryIT {
    private static final int KILLS = 3;
    private static final int RECORDS_PER_ROUND = 4_000;
    private static final List<String> VALUES = List.of("a", "b", "c", "d", "e");

    @TempDir
    private Path folder;

    @Test
    void countsEveryAcknowledgedRecordOnceOverKills() throws Exception {
        int port = LoopbackPorts.choose().rest();
        List<String> arguments = List.of(folder.toString(), Integer.toString(port));
        try (KafkaProducer<String, String> producer = producer(port)) {
            for (int round = 0; round < KILLS; round++) {
                try (ForkedJvm jvm = ForkedJvm.start(folder.resolve("output"), CountingProcess.class, arguments)) {
                    jvm.awaitLine("ready", round + 1, Duration.ofSeconds(60));
                    send(producer, RECORDS_PER_ROUND / 2);
                    // The kill falls into the middle of a checkpoint interval, with half of the round just
                    // acknowledged.
                    send(producer, RECORDS_PER_ROUND / 2);
                    jvm.kill();
                }
            }
            try (ForkedJvm jvm = ForkedJvm.start(folder.resolve("output"), CountingProcess.class, arguments)) {
                jvm.awaitLine("ready", KILLS + 1, Duration.ofSeconds(60));
                send(producer, VALUES.size());

                long expected = (long) KILLS * RECORDS_PER_ROUND / VALUES.size() + 1;

                assertThat(counts(port, expected))
                        .allSatisfy(
                                (value, count) -> assertThat(count).as(value).isEqualTo(expected));
                assertThat(jvm.stop(Duration.ofSeconds(10))).isEqualTo(143);
            }
        }
    }

    private static void send(KafkaProducer<String, String> producer, int count) throws Exception {
        List<Future<RecordMetadata>> acknowledgements = IntStream.range(0, count)
                .mapToObj(i -> producer.send(
                        new ProducerRecord<>(CountingProcess.IN, Integer.toString(i), VALUES.get(i % VALUES.size()))))
                .toList();
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
            acknowledgement.get();
        }
    }

    /** Reads the counts until each value has reached what is expected of it, and the largest count of each. */
    private static Map<String, Long> counts(int port, long expected) {
        Map<String, Long> largest = new HashMap<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(CountingProcess.OUT, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (System.nanoTime() < deadline
                    && (largest.size() < VALUES.size()
                            || largest.values().stream().anyMatch(count -> count < expected))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    int space = record.value().indexOf(' ');
                    largest.merge(
                            record.value().substring(0, space),
                            Long.valueOf(record.value().substring(space + 1)),
                            Math::max);
                }
            }
        }
        return largest;
    }

    private static KafkaProducer<String, String> producer(int port) throws IOException {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port, ProducerConfig.LINGER_MS_CONFIG, 1);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
}
