package dev.flamestream.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.query.blocks.BlocksSettings;
import dev.flamestream.query.cache.CacheSettings;
import dev.flamestream.query.http.HttpSettings;
import dev.flamestream.query.kafka.KafkaConnection;
import dev.flamestream.query.live.HostAndPort;
import dev.flamestream.query.live.LiveSettings;
import dev.flamestream.query.querier.QuerySettings;
import dev.flamestream.query.s3.S3Settings;
import dev.flamestream.query.trace.TracingSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QueryServiceConfigTest {
    @Test
    void pinsEveryDefault() {
        assertThat(QueryServiceConfig.of(Map.of()))
                .isEqualTo(new QueryServiceConfig(
                        new HttpSettings(
                                "0.0.0.0",
                                4040,
                                Duration.ofSeconds(60),
                                1 << 20,
                                20 << 20,
                                64,
                                16,
                                8,
                                false,
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(10)),
                        new QuerySettings(
                                new QueryLimits(50_000, 4_000_000, 512L << 20, 100_000, 2_000_000),
                                Duration.ofDays(31),
                                8192,
                                1 << 20),
                        new QueryServiceConfig.TenantFiles("", ""),
                        new QueryServiceConfig.KafkaSettings(
                                KafkaConnection.to("localhost:9092"),
                                "profiles",
                                "profiles.rejected",
                                "flamestream",
                                true),
                        new BlocksSettings(
                                URI.create("file:data"),
                                new S3Settings(
                                        URI.create(""),
                                        "us-east-1",
                                        true,
                                        Secret.NONE,
                                        Secret.NONE,
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(25),
                                        32),
                                new CacheSettings("", 10L << 30, 2L << 30),
                                Duration.ofSeconds(2),
                                64L << 20,
                                32),
                        new LiveSettings(
                                List.of(URI.create("http://localhost:8081")),
                                List.of(new HostAndPort("localhost", 9069)),
                                "flamestream",
                                Duration.ofSeconds(1),
                                256L << 20,
                                Duration.ofSeconds(2),
                                16,
                                4),
                        TracingSettings.OFF));
    }

    @Test
    void setsEveryKey() {
        Map<String, String> values = everyKey();

        assertThat(QueryServiceConfig.of(values))
                .isEqualTo(new QueryServiceConfig(
                        new HttpSettings(
                                "127.0.0.1",
                                5050,
                                Duration.ofSeconds(90),
                                2 << 20,
                                30 << 20,
                                5,
                                6,
                                7,
                                true,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2)),
                        new QuerySettings(new QueryLimits(11, 12, 13L << 20, 14, 15), Duration.ofDays(7), 16, 17),
                        new QueryServiceConfig.TenantFiles("/limits.yaml", "/tokens.yaml"),
                        new QueryServiceConfig.KafkaSettings(
                                new KafkaConnection("a:1,b:2", Map.of("sasl.mechanism", "PLAIN")),
                                "other",
                                "refused",
                                "group",
                                false),
                        new BlocksSettings(
                                URI.create("s3://bucket/some/prefix"),
                                new S3Settings(
                                        URI.create("http://store:9000"),
                                        "eu-central-1",
                                        false,
                                        new Secret("key"),
                                        new Secret("secret"),
                                        Duration.ofSeconds(4),
                                        Duration.ofSeconds(9),
                                        22),
                                new CacheSettings("/cache", 25L << 20, 26L << 20),
                                Duration.ofMillis(500),
                                21L << 20,
                                22),
                        new LiveSettings(
                                List.of(URI.create("http://jm1:8081"), URI.create("https://jm2:8081")),
                                List.of(new HostAndPort("tm1", 9069), new HostAndPort("tm2", 9070)),
                                "job",
                                Duration.ofMillis(250),
                                23L << 20,
                                Duration.ofSeconds(3),
                                24,
                                8),
                        new TracingSettings(URI.create("http://collector:4318"), 0.25)));
    }

    private static Map<String, String> everyKey() {
        Map<String, String> values = new TreeMap<>();
        """
        http.bind=127.0.0.1
        http.port=5050
        http.request.timeout=90s
        http.query.max.bytes=2MiB
        http.push.max.bytes=30MiB
        http.queries.in.flight.max=5
        http.pushes.in.flight.max=6
        http.query.threads=7
        multitenancy=true
        query.sections.max=11
        query.nodes.max=12
        query.memory.max=13MiB
        query.series.max=14
        query.points.max=15
        query.range.max=7d
        query.flamegraph.nodes.max=17
        query.flamegraph.nodes.default=16
        limits.file=/limits.yaml
        tokens.file=/tokens.yaml
        kafka.bootstrap.servers=a:1,b:2
        kafka.topic=other
        kafka.rejected.topic=refused
        kafka.group.id=group
        kafka.property.sasl.mechanism=PLAIN
        kafka.replay.watch=false
        blocks.root=s3://bucket/some/prefix
        blocks.s3.endpoint=http://store:9000
        blocks.s3.region=eu-central-1
        blocks.s3.path.style=false
        blocks.s3.access.key=key
        blocks.s3.secret.key=secret
        blocks.listing.max.age=500ms
        blocks.footer.cache.bytes=21MiB
        blocks.reads.in.flight.max=22
        flink.rest.urls=http://jm1:8081, https://jm2:8081
        flink.proxies=tm1:9069,tm2:9070
        flink.job.name=job
        heads.max.age=250ms
        heads.cache.bytes=23MiB
        heads.read.timeout=3s
        heads.reads.in.flight.max=24
        shards=8
        http.drain.time=1s
        http.shutdown.grace=2s
        blocks.s3.attempt.timeout=4s
        blocks.s3.call.timeout=9s
        blocks.cache.dir=/cache
        blocks.cache.max.bytes=25MiB
        blocks.cache.free.min.bytes=26MiB
        tracing.otlp.endpoint=http://collector:4318
        tracing.sampled.ratio=0.25
        """.lines().forEach(
                line -> values.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return values;
    }

    @Test
    void namesAllFaultsTogether() {
        Map<String, String> values = Map.of(
                "http.port", "65536",
                "http.request.timeout", "soon",
                "http.query.max.bytes", "1000000",
                "multitenancy", "yes",
                "blocks.root", "ftp://there",
                "flink.proxies", "tm1",
                "no.such.key", "1");

        assertThatThrownBy(() -> QueryServiceConfig.of(values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "7 faults",
                        "http.port: expected a whole number from 0 to 65535, found \"65536\"",
                        "http.request.timeout: ",
                        "http.query.max.bytes: ",
                        "multitenancy: expected true or false, found \"yes\"",
                        "blocks.root: ",
                        "flink.proxies: ",
                        "no.such.key: no such key");
    }

    @Test
    void neverPrintsASecret() {
        QueryServiceConfig config = QueryServiceConfig.of(Map.of(
                "blocks.s3.access.key", "hush1",
                "blocks.s3.secret.key", "hush2",
                "kafka.property.sasl.jaas.config", "hush3"));

        assertThat(config.toString()).contains("***").doesNotContain("hush");
    }

    @Test
    void kafkasPropertiesAreThoseThatItsClientsKnowAndTheServiceDoesNotSet() {
        Map<String, String> values = Map.of(
                "kafka.property.security.protocol", "SASL_SLL",
                "kafka.property.sasl.jass.config", "hush1",
                "kafka.property.acks", "0",
                "kafka.property.retries", "hush2");

        assertThatThrownBy(() -> QueryServiceConfig.of(values))
                .hasMessageContainingAll(
                        "4 faults",
                        "kafka.property.security.protocol: expected (case insensitive) [SASL_SSL, PLAINTEXT, SSL, SASL_PLAINTEXT]",
                        "kafka.property.sasl.jass.config: no such property, or none that may be set; the nearest is kafka.property.sasl.jaas.config",
                        "kafka.property.acks: no such property, or none that may be set",
                        "kafka.property.retries: expected [0,...,2147483647]")
                .hasMessageNotContainingAny("hush", "SASL_SLL");
    }

    @Test
    void everyKeyIsKnownOnceAndHasAMeaningAndAVariable() {
        List<String> keys =
                QueryServiceConfig.keys().stream().map(ConfigKey::key).toList();

        assertThat(keys)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(everyKey().keySet().stream()
                        .map(key -> key.startsWith("kafka.property.") ? "kafka.property.NAME" : key)
                        .toList());
        assertThat(QueryServiceConfig.keys())
                .allSatisfy(key -> assertThat(key.meaning()).isNotBlank())
                .extracting(ConfigKey::variable)
                .doesNotHaveDuplicates()
                .contains("FLAMESTREAM_BLOCKS_S3_ACCESS_KEY");
    }
}
