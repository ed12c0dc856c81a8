package dev.flamestream.job.intake;

import dev.flamestream.schemas.record.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes a refused record to the rejected topic as {@link RecordFormat} says: its key, value and headers as they came, then
 * why and from where.
 */
public final class RejectedRecordWriter implements KafkaRecordSerializationSchema<RejectedRecord> {
    private static final long serialVersionUID = 1L;
    private static final Set<String> OURS = Set.of(
            RecordFormat.REASON,
            RecordFormat.DETAIL,
            RecordFormat.ORIGINAL_TOPIC,
            RecordFormat.ORIGINAL_PARTITION,
            RecordFormat.ORIGINAL_OFFSET);

    private final String topic;

    /** Writes to a topic. */
    public RejectedRecordWriter(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            RejectedRecord rejected, KafkaSinkContext context, @Nullable Long timestamp) {
        KafkaRecord record = rejected.record();
        ProducerRecord<byte[], byte[]> out = new ProducerRecord<>(
                topic,
                null,
                record.origin().timestampMillis() < 0 ? null : record.origin().timestampMillis(),
                record.key(),
                record.value());
        for (KafkaRecord.Header header : record.headers()) {
            // A replayed record may be refused once more: the last reason stands.
            if (!OURS.contains(header.name())) {
                out.headers().add(header.name(), header.value());
            }
        }
        add(out, RecordFormat.REASON, rejected.rejection().reason().wireName());
        add(out, RecordFormat.DETAIL, rejected.rejection().detail());
        add(out, RecordFormat.ORIGINAL_TOPIC, record.origin().topic());
        add(
                out,
                RecordFormat.ORIGINAL_PARTITION,
                Integer.toString(record.origin().partition()));
        add(out, RecordFormat.ORIGINAL_OFFSET, Long.toString(record.origin().offset()));
        return out;
    }

    private static void add(ProducerRecord<byte[], byte[]> out, String name, String text) {
        out.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
