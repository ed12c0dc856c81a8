package dev.flamestream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.preflight.Preflight;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.standalone.Eventually;
import dev.flamestream.standalone.flink.LoopbackPorts;
import dev.flamestream.standalone.kafka.BrokerSettings;
import dev.flamestream.standalone.kafka.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads whose topics, bucket or rights are not as they must be, with a real broker and a real S3 server. */
final class PreflightIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @AfterEach
    void forgetTheStore() {
        FileSystem.initialize(new Configuration(), null);
    }

    @Test
    void waitsForTopicsAndSaysWhatIsWrongWithThem() throws Exception {
        LoopbackPorts ports = LoopbackPorts.choose();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(
                new BrokerSettings(folder.resolve("kafka"), ports.rest(), ports.kafkaController()), List.of())) {
            String brokers = kafka.bootstrapServers();
            List<String> told = new CopyOnWriteArrayList<>();
            Preflight preflight = preflight(brokers, folder.toUri().toString(), told);

            assertThat(preflight.run(Duration.ZERO))
                    .containsExactly(
                            "topic profiles is not at " + brokers + "; create it with max.message.bytes=16777216",
                            "topic profiles.rejected is not at " + brokers
                                    + "; create it with max.message.bytes=17825792");
            create(brokers, "profiles", 1_048_588);
            create(brokers, "profiles.rejected", RecordFormat.MAX_REJECTED_RECORD_BYTES);
            assertThat(preflight.run(Duration.ZERO))
                    .containsExactly("topic profiles: max.message.bytes is 1048588, expected at least 16777216");

            CompletableFuture<List<String>> waiting = CompletableFuture.supplyAsync(() -> run(preflight));
            assertThat(Eventually.holds(PATIENCE, () -> !told.isEmpty())).isTrue();
            delete(brokers, "profiles");
            create(brokers, "profiles", RecordFormat.MAX_RECORD_BYTES);
            assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void namesTheBucketThatIsMissingAndTheRightsThatAreLacking() throws Exception {
        try (S3Server s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")))) {
            useStore(s3.environment());
            assertThat(blocksFindings("s3://" + S3Server.BUCKET + "/some/prefix"))
                    .isEmpty();
            assertThat(s3.keys("", "")).as("what the look left behind").isEmpty();

            assertThat(blocksFindings("s3://elsewhere/some/prefix"))
                    .singleElement()
                    .asString()
                    .startsWith("blocks: cannot write and delete below s3://elsewhere/some/prefix: ")
                    .doesNotContain("\n");

            Map<String, String> wrong = new HashMap<>(s3.environment());
            wrong.put("AWS_SECRET_ACCESS_KEY", "no such key");
            useStore(wrong);
            assertThat(blocksFindings("s3://" + S3Server.BUCKET + "/some/prefix"))
                    .singleElement()
                    .asString()
                    .startsWith("blocks: cannot write and delete below s3://" + S3Server.BUCKET + "/some/prefix: ")
                    .doesNotContain("no such key");
        }
    }

    private static void useStore(Map<String, String> environment) {
        Configuration configuration = new Configuration();
        new S3Environment(environment).toFlink().forEach(configuration::setString);
        FileSystem.initialize(configuration, null);
    }

    /** Of the blocks' folder alone: no broker is there. */
    private static List<String> blocksFindings(String blocks) throws InterruptedException, IOException {
        List<String> findings = preflight("127.0.0.1:" + LoopbackPorts.choose().rest(), blocks, new ArrayList<>())
                .run(Duration.ZERO);
        System.out.println(findings);
        return findings.stream().filter(line -> !line.startsWith("Kafka ")).toList();
    }

    private static Preflight preflight(String brokers, String blocks, List<String> told) {
        return Preflight.of(
                new KafkaSettings(brokers, RecordFormat.TOPIC, RecordFormat.REJECTED_TOPIC, "g", Map.of()),
                blocks,
                PolicyFile.NONE,
                Optional.empty(),
                told::add);
    }

    private static List<String> run(Preflight preflight) {
        try {
            return preflight.run(PATIENCE);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return List.of("interrupted");
        }
    }

    private static void create(String brokers, String topic, int maxMessageBytes) throws Exception {
        try (Admin admin = admin(brokers)) {
            NewTopic wanted = new NewTopic(topic, Optional.of(1), Optional.of((short) 1))
                    .configs(Map.of("max.message.bytes", Integer.toString(maxMessageBytes)));
            admin.createTopics(List.of(wanted)).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void delete(String brokers, String topic) throws Exception {
        try (Admin admin = admin(brokers)) {
            admin.deleteTopics(List.of(topic)).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static Admin admin(String brokers) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers));
    }
}
