package dev.flamestream.standalone.acceptance;

import dev.flamestream.schemas.record.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What was refused so far, by where it had stood. Not thread-safe. */
final class RejectedTopic implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, ConsumerRecord<byte[], byte[]>> byOrigin = new HashMap<>();

    RejectedTopic(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        2 * RecordFormat.MAX_RECORD_BYTES),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(RecordFormat.REJECTED_TOPIC).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The refused copy of a record, if it has arrived. */
    Optional<ConsumerRecord<byte[], byte[]>> of(RecordMetadata original) {
        poll();
        return Optional.ofNullable(
                byOrigin.get(original.topic() + "/" + original.partition() + "/" + original.offset()));
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
            byOrigin.put(
                    header(record, RecordFormat.ORIGINAL_TOPIC) + "/" + header(record, RecordFormat.ORIGINAL_PARTITION)
                            + "/" + header(record, RecordFormat.ORIGINAL_OFFSET),
                    record);
        }
    }

    /** The reasons of all records refused until now, each record once however often it was written. */
    List<String> reasons() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll();
        }
        return byOrigin.values().stream()
                .map(record -> header(record, RecordFormat.REASON))
                .toList();
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
