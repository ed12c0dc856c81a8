package dev.flamestream.standalone.push;

import dev.flamestream.schemas.record.RecordFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends refused records of one reason back to the topic they came from, as they were.
 *
 * <p>Where it stopped is committed under a consumer group of its own for each reason, after Kafka has acknowledged what was
 * sent: a second call goes on there and sends nothing twice, unless the first was killed in between. Records that stand in
 * the topic twice after a crash of the job are sent once.
 */
public final class RejectReplay {
    /** A record of the largest size, and the rest of its fetch. */
    private static final int MAX_FETCH_BYTES = 2 * RecordFormat.MAX_REJECTED_RECORD_BYTES;

    /** What a value may be before Kafka's own compression: what the job's limits let one inflate to. */
    private static final int MAX_VALUE_BYTES = 64 << 20;

    /** A broker that has records to give and gives none for so long is away. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The job's additions; a record that is refused once more gets new ones. */
    private static final Set<String> ADDED = Set.of(
            RecordFormat.REASON,
            RecordFormat.DETAIL,
            RecordFormat.VALUE_ENCODING,
            RecordFormat.ORIGINAL_TOPIC,
            RecordFormat.ORIGINAL_PARTITION,
            RecordFormat.ORIGINAL_OFFSET);

    /**
     * What came of it.
     *
     * @param sent records that Kafka has acknowledged
     * @param repeated records that stood there more than once
     * @param withoutValue records too large for the topic of refused ones, whose value is only where it first was
     */
    public record Outcome(int sent, int repeated, int withoutValue) {}

    private final KafkaAccess kafka;
    private final String reason;
    private final Set<String> origins = new HashSet<>();
    private int sent;
    private int repeated;
    private int withoutValue;

    /** Replays what was refused for a reason, by its name on the wire. Single use. */
    public RejectReplay(KafkaAccess kafka, String reason) {
        this.kafka = kafka;
        this.reason = reason;
    }

    /** Sends all that stands there now; throws where Kafka does not answer or takes a record not. */
    public Outcome run() throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerSettings());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(producerSettings())) {
            List<TopicPartition> partitions = consumer.partitionsFor(RecordFormat.REJECTED_TOPIC, PATIENCE).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
            long heardNanos = System.nanoTime();
            while (isBefore(consumer, ends)) {
                List<Future<?>> sends = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    heardNanos = System.nanoTime();
                    if (record.offset()
                            < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                        Optional<ProducerRecord<byte[], byte[]>> original = original(record);
                        if (original.isPresent()) {
                            sends.add(producer.send(original.get()));
                        }
                    }
                }
                await(sends);
                sent += sends.size();
                consumer.commitSync(positions(consumer, ends));
                if (System.nanoTime() - heardNanos > PATIENCE.toNanos()) {
                    throw new IOException(
                            "Kafka gave no records for " + PATIENCE.toSeconds() + " s; " + sent + " sent");
                }
            }
        }
        return new Outcome(sent, repeated, withoutValue);
    }

    private Map<String, Object> consumerSettings() {
        return kafka.ofConsumer(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                "flamestream-replay-" + reason,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                MAX_FETCH_BYTES,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                RecordFormat.MAX_REJECTED_RECORD_BYTES,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
    }

    /** Compressed: a record that only compression had made small enough is sent as it once came. */
    private Map<String, Object> producerSettings() {
        return kafka.ofProducer(Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "gzip",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2 * MAX_VALUE_BYTES,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                2L * MAX_VALUE_BYTES,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class));
    }

    private static boolean isBefore(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue());
    }

    private static Map<TopicPartition, OffsetAndMetadata> positions(
            KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        // What comes while this runs is for the next call.
        ends.forEach((partition, end) ->
                positions.put(partition, new OffsetAndMetadata(Math.min(consumer.position(partition, PATIENCE), end))));
        return positions;
    }

    private Optional<ProducerRecord<byte[], byte[]>> original(ConsumerRecord<byte[], byte[]> record)
            throws IOException {
        if (!header(record, RecordFormat.REASON).equals(reason)) {
            return Optional.empty();
        }
        String topic = header(record, RecordFormat.ORIGINAL_TOPIC);
        String offset = header(record, RecordFormat.ORIGINAL_OFFSET);
        // What a door has refused stood nowhere before, and is here once.
        String origin = offset.isEmpty()
                ? record.topic() + "/" + record.partition() + "/" + record.offset()
                : topic + "/" + header(record, RecordFormat.ORIGINAL_PARTITION) + "/" + offset;
        if (!origins.add(origin)) {
            repeated++;
            return Optional.empty();
        }
        if (record.value() == null || record.value().length == 0) {
            withoutValue++;
            return Optional.empty();
        }
        byte[] value = header(record, RecordFormat.VALUE_ENCODING).equals("gzip") ? inflated(record) : record.value();
        ProducerRecord<byte[], byte[]> original =
                new ProducerRecord<>(topic, null, record.timestamp(), record.key(), value);
        for (Header header : record.headers()) {
            if (!ADDED.contains(header.key())) {
                original.headers().add(header);
            }
        }
        return Optional.of(original);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] inflated(ConsumerRecord<byte[], byte[]> record) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(record.value()))) {
            byte[] value = in.readNBytes(MAX_VALUE_BYTES + 1);
            if (value.length > MAX_VALUE_BYTES) {
                throw new IOException(record.topic() + "/" + record.partition() + "/" + record.offset()
                        + ": expected at most " + MAX_VALUE_BYTES + " bytes, found more");
            }
            return value;
        }
    }

    private static void await(List<Future<?>> sends) throws IOException {
        for (Future<?> send : sends) {
            try {
                send.get();
            } catch (ExecutionException e) {
                throw new IOException("Kafka took a record not: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while sending", e);
            }
        }
    }
}
