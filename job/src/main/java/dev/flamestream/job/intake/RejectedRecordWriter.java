package dev.flamestream.job.intake;

import dev.flamestream.schemas.record.RecordFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes a refused record to the rejected topic as {@link RecordFormat} says: its key, value and headers as they came, then
 * why and from where.
 *
 * <p>A value that only the producer's compression had made small enough for the first topic comes as gzip, which the header {@code
 * value_encoding} says. What is too large even so stays where it was: the record then comes without its value, and its detail says
 * so. A record that Kafka would refuse here would stop the job for good.
 */
public final class RejectedRecordWriter implements KafkaRecordSerializationSchema<RejectedRecord> {
    private static final long serialVersionUID = 1L;
    private static final Set<String> OURS = Set.of(
            RecordFormat.REASON,
            RecordFormat.DETAIL,
            RecordFormat.VALUE_ENCODING,
            RecordFormat.ORIGINAL_TOPIC,
            RecordFormat.ORIGINAL_PARTITION,
            RecordFormat.ORIGINAL_OFFSET);

    /** The topic's bound, less what Kafka's framing and the headers that are added here take. */
    private static final int MAX_BYTES = RecordFormat.MAX_REJECTED_RECORD_BYTES - (16 << 10);

    /** A header's lengths, as varints of up to five bytes each. */
    private static final int HEADER_FRAMING_BYTES = 10;

    /** Details quote what they found, in excerpts; one that does not fit beside a full record is cut. */
    private static final int MAX_DETAIL_LENGTH = 2_000;

    private static final byte[] NOTHING = {};

    private final String topic;

    /** Writes to a topic. */
    public RejectedRecordWriter(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            RejectedRecord rejected, KafkaSinkContext context, @Nullable Long timestamp) {
        KafkaRecord record = rejected.record();
        long headerBytes = record.key().length;
        for (KafkaRecord.Header header : record.headers()) {
            // A character takes up to three bytes as UTF-8.
            headerBytes += 3L * header.name().length() + header.value().length + HEADER_FRAMING_BYTES;
        }
        boolean keepsHeaders = headerBytes <= MAX_BYTES;
        Value value = valueThatFits(record.value(), MAX_BYTES - headerBytes);
        ProducerRecord<byte[], byte[]> out = new ProducerRecord<>(
                topic, null, timestampOf(record.origin()), keepsHeaders ? record.key() : NOTHING, value.bytes());
        for (KafkaRecord.Header header : record.headers()) {
            // A replayed record may be refused once more: the last reason stands.
            if (keepsHeaders && !OURS.contains(header.name())) {
                out.headers().add(header.name(), header.value());
            }
        }
        add(out, RecordFormat.REASON, rejected.rejection().reason().wireName());
        add(out, RecordFormat.DETAIL, detail(rejected, keepsHeaders, value.form() != Form.LEFT_BEHIND));
        if (value.form() == Form.GZIP) {
            add(out, RecordFormat.VALUE_ENCODING, "gzip");
        }
        add(out, RecordFormat.ORIGINAL_TOPIC, record.origin().topic());
        add(
                out,
                RecordFormat.ORIGINAL_PARTITION,
                Integer.toString(record.origin().partition()));
        add(out, RecordFormat.ORIGINAL_OFFSET, Long.toString(record.origin().offset()));
        return out;
    }

    /** None for a record from the future, which brokers refuse; the job would come to a stand before it. */
    private static @Nullable Long timestampOf(KafkaRecord.Origin origin) {
        long now = Clock.systemUTC().millis();
        return origin.timestampMillis() < 0 || origin.timestampMillis() > now ? null : origin.timestampMillis();
    }

    private enum Form {
        AS_IT_CAME,
        GZIP,
        LEFT_BEHIND
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Value(byte[] bytes, Form form) {}

    private static Value valueThatFits(byte[] value, long room) {
        if (value.length <= room) {
            return new Value(value, Form.AS_IT_CAME);
        }
        byte[] compressed = gzip(value);
        return compressed.length <= room ? new Value(compressed, Form.GZIP) : new Value(NOTHING, Form.LEFT_BEHIND);
    }

    private static byte[] gzip(byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    private static String detail(RejectedRecord rejected, boolean keepsHeaders, boolean keepsValue) {
        String detail = rejected.rejection().detail();
        String excerpt = detail.length() <= MAX_DETAIL_LENGTH ? detail : detail.substring(0, MAX_DETAIL_LENGTH);
        if (keepsValue) {
            return excerpt;
        }
        return excerpt + "; " + (keepsHeaders ? "its value" : "all of it")
                + " is too large for this topic and stands where it" + " was, with "
                + rejected.record().value().length + " bytes of value";
    }

    private static void add(ProducerRecord<byte[], byte[]> out, String name, String text) {
        out.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
