package dev.flamestream.job.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class KafkaRecordTest {
    private static final List<String> HEADERS =
            List.of("label.pod=a", "flamestream.given.label.pod=of the sender", "tenant=acme", "label.pod=b");

    private final KafkaRecord record = new KafkaRecord(
            new KafkaRecord.Origin("profiles", 1, 2, 3),
            HEADERS.stream().map(KafkaRecordTest::header).toList(),
            new byte[] {1},
            new byte[] {2, 3});

    @Test
    void aRecordOfOtherLabelsComesBackAsItCameOnTheOtherSideOfTheExchange() throws IOException {
        KafkaRecord relabeled =
                exchanged(record.relabeled(Labels.of("pod", "c")).relabeled(Labels.of("pod", "d")));

        assertThat(headers(relabeled))
                .containsExactly("flamestream.given.label.pod=of the sender", "tenant=acme", "label.pod=d");
        assertThat(headers(relabeled.asItCame())).isEqualTo(HEADERS);
        assertThat(relabeled.asItCame().value()).containsExactly(2, 3);
    }

    @Test
    void oneThatNoRuleHasChangedStaysAsItIsWhateverItsSenderCallsHeaders() throws IOException {
        assertThat(headers(exchanged(record).asItCame())).isEqualTo(HEADERS);
    }

    private static KafkaRecord exchanged(KafkaRecord record) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        IntakeRecord.Serializer serializer = new IntakeRecord.Serializer();
        serializer.serialize(new IntakeRecord(new HeadKey("acme", 0, 1, 0), 0, record), out);
        return serializer
                .deserialize(new DataInputDeserializer(out.getCopyOfBuffer()))
                .record();
    }

    private static KafkaRecord.Header header(String text) {
        String[] parts = text.split("=", 2);
        return new KafkaRecord.Header(parts[0], parts[1].getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> headers(KafkaRecord record) {
        return record.headers().stream()
                .map(header -> header.name() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
