package dev.flamestream.standalone.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.standalone.flink.LoopbackPorts;
import dev.flamestream.standalone.kafka.BrokerSettings;
import dev.flamestream.standalone.kafka.EmbeddedKafka;
import dev.flamestream.standalone.kafka.TopicSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refused records go back once and as they were, over a real broker. */
class RejectReplayIT {
    /** Larger than a record may be without compression. */
    private static final byte[] LARGE = new byte[20 << 20];

    @TempDir
    private Path folder;

    private static byte[] gzip(byte[] value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(value);
        }
        return out.toByteArray();
    }

    private static ProducerRecord<byte[], byte[]> rejected(String reason, long offset, byte[] value, String encoding) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(RecordFormat.REJECTED_TOPIC, null, ("key " + offset).getBytes(UTF_8), value);
        Map<String, String> headers = new java.util.TreeMap<>(Map.of(
                RecordFormat.TENANT,
                "team-a",
                RecordFormat.REASON,
                reason,
                RecordFormat.DETAIL,
                "why",
                RecordFormat.ORIGINAL_TOPIC,
                RecordFormat.TOPIC,
                RecordFormat.ORIGINAL_PARTITION,
                "3",
                RecordFormat.ORIGINAL_OFFSET,
                Long.toString(offset)));
        if (!encoding.isEmpty()) {
            headers.put(RecordFormat.VALUE_ENCODING, encoding);
        }
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return record;
    }

    private static void publish(String servers, List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record).get();
            }
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> profiles(String servers, int count) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(RecordFormat.TOPIC, 0);
            consumer.assign(List.of(partition));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (System.nanoTime() < deadline && found.size() < count) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            assertThat(consumer.endOffsets(List.of(partition))).containsEntry(partition, (long) count);
        }
        return found;
    }

    @Test
    void sendsEachOnceAsItWasAndGoesOnWhereItEnded() throws Exception {
        LoopbackPorts ports = LoopbackPorts.choose();
        BrokerSettings settings = new BrokerSettings(folder, ports.rest(), ports.kafkaController());
        try (EmbeddedKafka kafka =
                EmbeddedKafka.start(settings, List.of(TopicSettings.profiles(1), TopicSettings.rejected()))) {
            String servers = kafka.bootstrapServers();
            publish(
                    servers,
                    List.of(
                            rejected("head_full", 1, new byte[] {1}, ""),
                            rejected("malformed_profile", 2, new byte[] {2}, ""),
                            rejected("head_full", 1, new byte[] {1}, ""),
                            rejected("head_full", 3, gzip(LARGE), "gzip"),
                            rejected("head_full", 4, new byte[0], "")));

            assertThat(new RejectReplay(KafkaAccess.to(servers), "head_full").run())
                    .isEqualTo(new RejectReplay.Outcome(2, 1, 1));
            publish(servers, List.of(rejected("head_full", 5, new byte[] {5}, "")));
            assertThat(new RejectReplay(KafkaAccess.to(servers), "head_full").run())
                    .isEqualTo(new RejectReplay.Outcome(1, 0, 0));
            assertThat(new RejectReplay(KafkaAccess.to(servers), "head_full").run())
                    .isEqualTo(new RejectReplay.Outcome(0, 0, 0));

            List<ConsumerRecord<byte[], byte[]>> sent = profiles(servers, 3);
            assertThat(sent)
                    .extracting(record -> new String(record.key(), UTF_8))
                    .containsExactly("key 1", "key 3", "key 5");
            assertThat(sent.get(0).value()).containsExactly(1);
            assertThat(sent.get(1).value()).isEqualTo(LARGE);
            assertThat(sent.get(0).headers()).hasSize(1);
            assertThat(new String(
                            sent.get(0)
                                    .headers()
                                    .lastHeader(RecordFormat.TENANT)
                                    .value(),
                            UTF_8))
                    .isEqualTo("team-a");
        }
    }
}
