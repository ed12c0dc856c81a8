package dev.flamestream.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingSourcesTest {
    @TempDir
    private Path folder;

    private String file = "";

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(
                        folder.resolve("query.properties"),
                        "http.port=1\nkafka.topic=file\nshards=8\nmultitenancy=true\n")
                .toString();
    }

    @Test
    void flagsWinOverTheEnvironmentAndThatOverTheFile() throws Exception {
        Map<String, String> environment = Map.of("FLAMESTREAM_HTTP_PORT", "2", "FLAMESTREAM_KAFKA_TOPIC", "variable");

        Map<String, String> values = read(List.of("--config", file, "--http.port=3"), environment);

        assertThat(values)
                .containsOnly(
                        Map.entry("http.port", "3"),
                        Map.entry("kafka.topic", "variable"),
                        Map.entry("shards", "8"),
                        Map.entry("multitenancy", "true"));
    }

    @Test
    void aFileIsNamedInAnyOfThreeWays() throws Exception {
        Map<String, String> plain = read(List.of(file), Map.of());

        assertThat(read(List.of("--config=" + file), Map.of())).isEqualTo(plain);
        assertThat(read(List.of("--config", file), Map.of())).isEqualTo(plain);
        assertThat(read(List.of(), Map.of())).isEmpty();
    }

    @Test
    void awsVariablesStandInForWhatNobodySets() throws Exception {
        Map<String, String> environment = Map.of(
                "AWS_ACCESS_KEY_ID", "k", "AWS_REGION", "r", "FLAMESTREAM_BLOCKS_S3_REGION", "own", "PATH", "/bin");

        assertThat(read(List.of(), environment))
                .containsOnly(Map.entry("blocks.s3.access.key", "k"), Map.entry("blocks.s3.region", "own"));
    }

    @Test
    void propertiesOfKafkasClientsHaveVariablesOfTheirNames() throws Exception {
        assertThat(read(
                        List.of("--kafka.property.sasl.mechanism=PLAIN"),
                        Map.of("FLAMESTREAM_KAFKA_PROPERTY_SASL_JAAS_CONFIG", "j")))
                .containsOnly(
                        Map.entry("kafka.property.sasl.mechanism", "PLAIN"),
                        Map.entry("kafka.property.sasl.jaas.config", "j"));
    }

    @Test
    void aVariableOfOursThatIsNoSettingIsRefusedWithTheNearestThatIs() throws Exception {
        Map<String, String> values =
                read(List.of("--htp.bind=x"), Map.of("FLAMESTREAM_HTTP_PROT", "1", "FLAMESTREAM_SHARD", "2"));

        assertThatThrownBy(() -> QueryServiceConfig.of(values))
                .hasMessageContainingAll(
                        "3 faults",
                        "FLAMESTREAM_HTTP_PROT: no such key; the nearest is FLAMESTREAM_HTTP_PORT",
                        "FLAMESTREAM_SHARD: no such key; the nearest is FLAMESTREAM_SHARDS",
                        "htp.bind: no such key; the nearest is http.bind");
    }

    @Test
    void whatTheStartScriptReadsAndWhatKubernetesSetsIsNoFault() throws Exception {
        assertThat(read(
                        List.of(),
                        Map.of(
                                "FLAMESTREAM_JAVA_OPTIONS", "-Xmx1g",
                                "FLAMESTREAM_KAFKA_TOPIC", " ",
                                "FLAMESTREAM_QUERY_SERVICE_HOST", "10.0.0.1",
                                "FLAMESTREAM_QUERY_SERVICE_PORT_HTTP", "4040",
                                "FLAMESTREAM_QUERY_PORT", "tcp://10.0.0.1:4040",
                                "FLAMESTREAM_QUERY_PORT_4040_TCP", "tcp://10.0.0.1:4040",
                                "FLAMESTREAM_QUERY_PORT_4040_TCP_ADDR", "10.0.0.1")))
                .isEmpty();
    }

    @Test
    void whatCannotBeReadSaysWhereAndNeverWhatItMayHide() {
        assertThatThrownBy(() -> read(List.of("--blocks.s3.secret.key", "hush"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("argument 1: expected --key=value")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> read(List.of("--http.port=1", "hush"), Map.of()))
                .hasMessageContaining("argument 2")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> read(List.of("nowhere.properties"), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a file at nowhere.properties, found none");
    }

    private static Map<String, String> read(List<String> arguments, Map<String, String> environment)
            throws IOException {
        return SettingSources.read(arguments, environment, QueryServiceConfig.keys());
    }
}
