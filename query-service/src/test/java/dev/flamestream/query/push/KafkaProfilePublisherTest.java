package dev.flamestream.query.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.query.kafka.KafkaConnection;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaProfilePublisherTest {
    @Test
    void aClientThatCannotBeMadeSaysWhatItMissesAndNoSecret() {
        KafkaConnection connection = new KafkaConnection(
                "127.0.0.1:1",
                Map.of(
                        "security.protocol", "SSL",
                        "ssl.truststore.location", "/nowhere/trusted.p12",
                        "ssl.truststore.password", "hush"));
        ProfileRecord profile =
                ProfileRecord.of(Labels.of("service_name", "a"), new byte[] {1}).build();
        try (KafkaProfilePublisher publisher = new KafkaProfilePublisher(connection, "profiles", "profiles.rejected")) {
            assertThat(publisher.publish(List.of(profile)).join().detail())
                    .startsWith("Kafka did not acknowledge: ")
                    .contains("/nowhere/trusted.p12")
                    .doesNotContain("hush");
        }
    }
}
