package dev.flamestream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.job.config.ConfigSources;
import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.config.PreflightSettings;
import dev.flamestream.job.intake.ReplicaSettings;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.job.tenant.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobConfigTest {
    private static final List<String> GROUPING = List.of("service_name", "__name__");

    @TempDir
    private Path folder;

    @Test
    void pinsEveryDefault() {
        assertThat(JobConfig.of(Map.of("kafka", "broker:9092", "blocks", "s3://bucket")))
                .isEqualTo(new JobConfig(
                        new KafkaSettings("broker:9092", "profiles", "profiles.rejected", "flamestream", Map.of()),
                        "s3://bucket",
                        new RouteSettings(64, 16, 2 << 20, Duration.ofSeconds(1), Duration.ofMinutes(10)),
                        GROUPING,
                        CutPolicy.DEFAULT,
                        PolicyFile.NONE,
                        256 << 20,
                        new SeriesSettings(Duration.ofMinutes(10), 64 << 20),
                        new ReplicaSettings("cluster", "__replica__", Duration.ofSeconds(30)),
                        Duration.ofSeconds(10),
                        new PreflightSettings(true, Duration.ofSeconds(60))));
    }

    @Test
    void setsEveryKeyByFlagByEnvironmentAndByFile() throws IOException {
        Path file = Files.writeString(folder.resolve("job.properties"), """
                kafka = from-file:9092
                topic = t
                rejected-topic = r
                group-id = g
                blocks = file:///blocks
                limits = s3://bucket/limits.yaml
                max-shards = 8
                max-spread = 2
                key-bytes-per-second = 1000
                window = 5m
                max-index-bytes = 1024
                max-series-bytes = 2048
                series-retention = 90m
                cluster-label = region
                replica-label = agent
                replica-timeout = 45s
                checkpoint-interval = 500ms
                preflight = off
                wait = 0s
                kafka.property.security.protocol = SASL_SSL
                """);

        JobConfig config = JobConfig.of(ConfigSources.read(
                new String[] {"--config", file.toString(), "--kafka", "from-flag:9092"},
                Map.of(
                        "FLAMESTREAM_JOB_KAFKA",
                        "from-environment:9092",
                        "FLAMESTREAM_JOB_REJECTED_TOPIC",
                        "from-environment",
                        "FLAMESTREAM_JOB_KAFKA_PROPERTY_SASL_MECHANISM",
                        "PLAIN",
                        "PATH",
                        "/bin")));

        assertThat(config)
                .isEqualTo(new JobConfig(
                        new KafkaSettings(
                                "from-flag:9092",
                                "t",
                                "from-environment",
                                "g",
                                Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN")),
                        "file:///blocks",
                        new RouteSettings(8, 2, 1_000, Duration.ofSeconds(1), Duration.ofMinutes(10)),
                        GROUPING,
                        CutPolicy.withWindow(Duration.ofMinutes(5)),
                        new PolicyFile("s3://bucket/limits.yaml"),
                        1024,
                        new SeriesSettings(Duration.ofMinutes(90), 2048),
                        new ReplicaSettings("region", "agent", Duration.ofSeconds(45)),
                        Duration.ofMillis(500),
                        new PreflightSettings(false, Duration.ZERO)));
    }

    @Test
    void reportsAllFaultsAtOnceEachWithItsKey() throws IOException {
        Path file = Files.writeString(folder.resolve("job.properties"), "tpoic=x\nkafka.property.acks=0\n");

        assertThatThrownBy(() -> JobConfig.of(ConfigSources.read(
                        new String[] {
                            "--config",
                            file.toString(),
                            "--max-shards",
                            "6",
                            "--windwo",
                            "1m",
                            "--window",
                            "7m",
                            "stray",
                            "--preflight",
                            "maybe",
                            "--wait",
                            "soon",
                            "--checkpoint-interval",
                            "1ms",
                            "--max-shards",
                            "3"
                        },
                        Map.of(
                                "FLAMESTREAM_JOB_BLOKS",
                                "file:/x",
                                "FLAMESTREAM_JOB_KAFKA_PROPERTY_SASL_MECHANISMS",
                                "PLAIN"))))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .containsExactly(
                                "argument 9: expected --key value",
                                "--max-shards: given twice",
                                file + ": kafka.property.acks: the job sets it itself",
                                file + ": tpoic: no such key, the nearest is topic",
                                "FLAMESTREAM_JOB_BLOKS: no such key, the nearest is FLAMESTREAM_JOB_BLOCKS",
                                "kafka.property.sasl.mechanisms: no such property of Kafka's clients, the nearest is"
                                        + " sasl.mechanism",
                                "--windwo: no such key, the nearest is window",
                                "kafka: missing, give it as --kafka or as FLAMESTREAM_JOB_KAFKA",
                                "blocks: missing, give it as --blocks or as FLAMESTREAM_JOB_BLOCKS",
                                "max-shards: expected a power of two from 1 to 4096, found \"3\"",
                                "window: expected a whole number of them in a day, found \"7m\"",
                                "checkpoint-interval: expected a duration such as 500ms, 30s, 10m or 1h, from 100ms to"
                                        + " 60m, found \"1ms\"",
                                "preflight: expected on or off, found \"maybe\"",
                                "wait: expected a duration such as 500ms, 30s, 10m or 1h, from 0ms to 1440m, found"
                                        + " \"soon\""));
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> JobConfig.of(
                        ConfigSources.read(new String[] {"--config", folder.resolve("no") + ""}, Map.of())))
                .hasMessageStartingWith("--config: no such file: " + folder.resolve("no"));
    }

    @Test
    void neverPrintsWhatKafkasClientsAreTold() {
        String secret = "hunter2";
        Map<String, String> values = Map.of(
                "kafka",
                "b:9092",
                "blocks",
                "s3://b",
                "kafka.property.sasl.jaas.config",
                "password=\"" + secret + "\"");

        assertThat(JobConfig.of(values).toString()).doesNotContain(secret).contains("sasl.jaas.config");
        assertThatThrownBy(() -> JobConfig.of(ConfigSources.read(
                        new String[] {"--kafka.property.sasl.jaas.confg", secret, "--kafka.property.ssl.key=" + secret},
                        Map.of("FLAMESTREAM_JOB_KAFKA_PROPERTY_SSL_KEY_PASSWRD", secret))))
                .message()
                .doesNotContain(secret);
    }

    @Test
    void eachClientIsToldWhatItKnows() {
        KafkaSettings kafka = JobConfig.of(Map.of(
                        "kafka", "b:9092",
                        "blocks", "s3://b",
                        "kafka.property.security.protocol", "SSL",
                        "kafka.property.linger.ms", "7"))
                .kafka();

        assertThat(kafka.ofConsumer()).containsOnlyKeys("security.protocol");
        assertThat(kafka.ofProducer()).containsOnlyKeys("security.protocol", "linger.ms");
        assertThat(kafka.ofAdmin()).containsOnlyKeys("security.protocol", "bootstrap.servers");
    }
}
