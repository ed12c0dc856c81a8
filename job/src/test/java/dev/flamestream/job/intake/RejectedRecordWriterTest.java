package dev.flamestream.job.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.schemas.record.RecordFormat;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectedRecordWriterTest {
    private static final KafkaSinkContext CONTEXT = new OneInstance();

    @Test
    void theLargestRecordThatFitsComesWhole() {
        ProducerRecord<byte[], byte[]> written =
                write(new byte[RecordFormat.MAX_VALUE_BYTES], new byte[10_000], "because");

        assertThat(written.value()).hasSize(RecordFormat.MAX_VALUE_BYTES);
        assertThat(written.key()).containsExactly(1, 2);
        assertThat(text(written, "mine")).hasSize(10_000);
        assertThat(text(written, RecordFormat.DETAIL)).isEqualTo("because");
    }

    @Test
    void theLargestRecordThatKafkaTakesUncompressedComesWhole() {
        byte[] value = new byte[RecordFormat.MAX_RECORD_BYTES - 1_000];

        assertThat(write(value, new byte[10], "because").value()).isSameAs(value);
    }

    @ParameterizedTest
    @ValueSource(ints = {RecordFormat.MAX_REJECTED_RECORD_BYTES, 40 << 20})
    void aValueThatOnlyCompressionMadeSmallEnoughComesAsGzip(int valueBytes) throws Exception {
        byte[] value = new byte[valueBytes];
        value[valueBytes - 1] = 7;

        ProducerRecord<byte[], byte[]> written = write(value, new byte[10], "because");

        assertThat(text(written, RecordFormat.VALUE_ENCODING)).isEqualTo("gzip");
        assertThat(text(written, RecordFormat.DETAIL)).isEqualTo("because");
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(written.value()))) {
            assertThat(in.readAllBytes()).isEqualTo(value);
        }
    }

    @Test
    void aValueThatIsTooLargeInAnyFormStaysWhereItWasAndTheDetailSaysSo() {
        byte[] noise = new byte[RecordFormat.MAX_REJECTED_RECORD_BYTES];
        new Random(1).nextBytes(noise);

        ProducerRecord<byte[], byte[]> written = write(noise, new byte[10], "because");

        assertThat(written.value()).isEmpty();
        assertThat(written.headers().lastHeader(RecordFormat.VALUE_ENCODING)).isNull();
        assertThat(text(written, "mine")).hasSize(10);
        assertThat(text(written, RecordFormat.DETAIL))
                .startsWith("because; its value is too large")
                .contains("" + noise.length);
        assertThat(text(written, RecordFormat.ORIGINAL_OFFSET)).isEqualTo("42");
    }

    @Test
    void headersThatAreTooLargeStayToo() {
        ProducerRecord<byte[], byte[]> written = write(new byte[5], new byte[18 << 20], "because");

        assertThat(written.value()).isEmpty();
        assertThat(written.headers().lastHeader("mine")).isNull();
        assertThat(text(written, RecordFormat.DETAIL)).contains("all of it is too large");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1_000,
                RecordFormat.MAX_VALUE_BYTES,
                17_800_000,
                17_810_000,
                RecordFormat.MAX_REJECTED_RECORD_BYTES
            })
    void nothingIsEverLargerThanTheTopicTakes(int headerBytes) {
        for (int valueBytes :
                new int[] {0, 16_000_000, RecordFormat.MAX_RECORD_BYTES, 17_800_000, 17_810_000, 30 << 20}) {
            ProducerRecord<byte[], byte[]> written =
                    write(new byte[valueBytes], new byte[headerBytes], "found ü".repeat(1_000));

            int bytes = AbstractRecords.estimateSizeInBytesUpperBound(
                    RecordBatch.CURRENT_MAGIC_VALUE,
                    Compression.NONE.type(),
                    written.key(),
                    written.value(),
                    written.headers().toArray());
            assertThat(bytes)
                    .as("value of %d, header of %d bytes", valueBytes, headerBytes)
                    .isLessThanOrEqualTo(RecordFormat.MAX_REJECTED_RECORD_BYTES);
        }
    }

    private static ProducerRecord<byte[], byte[]> write(byte[] value, byte[] header, String detail) {
        KafkaRecord record = new KafkaRecord(
                new KafkaRecord.Origin("profiles", 3, 42, 1_000),
                List.of(new KafkaRecord.Header("mine", header)),
                new byte[] {1, 2},
                value);
        return new RejectedRecordWriter("profiles.rejected")
                .serialize(
                        new RejectedRecord(record, new Rejection(RejectReason.MALFORMED_PROFILE, detail)),
                        CONTEXT,
                        null);
    }

    private static String text(ProducerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The writer asks its context for nothing. */
    private static final class OneInstance implements KafkaSinkContext {
        @Override
        public int getParallelInstanceId() {
            return 0;
        }

        @Override
        public int getNumberOfParallelInstances() {
            return 1;
        }

        @Override
        public int[] getPartitionsForTopic(String topic) {
            return new int[] {0};
        }
    }
}
