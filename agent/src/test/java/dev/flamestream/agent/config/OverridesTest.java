package dev.flamestream.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.schemas.yaml.ConfigFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OverridesTest {
    private static final String FILE = """
            tenant_id: of-file
            kafka:
              bootstrap_servers: file:9092
              topic: of-file
            server: {http_listen_port: 1}
            """;

    private static AgentConfig valid(Map<String, String> environment, String... flags) {
        return AgentConfigReader.ofText("agent.yaml", FILE, Overrides.of(environment, List.of(flags)))
                .fold(config -> config, faults -> {
                    throw new AssertionError(faults.toString());
                });
    }

    private static String faults(Map<String, String> environment, String... flags) {
        return AgentConfigReader.ofText("agent.yaml", FILE, Overrides.of(environment, List.of(flags)))
                .fold(
                        config -> "valid",
                        faults -> faults.stream().map(ConfigFault::toString).collect(Collectors.joining("\n")));
    }

    @Test
    void variablesWinOverTheFileAndFlagsOverBoth() {
        Map<String, String> environment = Map.of(
                "FLAMESTREAM_AGENT_KAFKA_TOPIC", "of-variable",
                "FLAMESTREAM_AGENT_SERVER_HTTP_LISTEN_PORT", "2",
                "FLAMESTREAM_HTTP_PORT", "another program's");

        AgentConfig config = valid(environment, "--server.http_listen_port", "3", "--kafka.buffer_profiles=7");

        assertThat(config.tenantId()).isEqualTo("of-file");
        assertThat(config.kafka().topic()).isEqualTo("of-variable");
        assertThat(config.kafka().bufferProfiles()).isEqualTo(7);
        assertThat(config.server().port()).isEqualTo(3);
    }

    @Test
    void entriesOfMappingsAreSettingsOfTheirOwn() {
        AgentConfig config = valid(
                Map.of(
                        "FLAMESTREAM_AGENT_EXTERNAL_LABELS_NODE_NAME", "n1",
                        "FLAMESTREAM_AGENT_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", "s3cret"),
                "--external_labels.cluster",
                "eu-1");

        assertThat(config.externalLabels()).isEqualTo(Map.of("node_name", "n1", "cluster", "eu-1"));
        assertThat(config.kafka().clientProperties()).isEqualTo(Map.of("sasl.jaas.config", "s3cret"));
    }

    @Test
    void anAgentWithoutAFileTakesAllFromItsEnvironment() {
        Map<String, String> environment = Map.of(
                "FLAMESTREAM_AGENT_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                "FLAMESTREAM_AGENT_SELF_PROFILING_ENABLED", "true");

        LoadedConfig loaded = AgentConfigReader.ofOverrides(Overrides.of(environment, List.of()));

        AgentConfig config = loaded.fold(valid -> valid, faults -> {
            throw new AssertionError(faults.toString());
        });
        assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(config.selfProfiling().enabled()).isTrue();
        assertThat(config.jobs()).isEmpty();
    }

    @Test
    void namesWhereAWrongValueCameFrom() {
        assertThat(faults(Map.of("FLAMESTREAM_AGENT_KAFKA_BUFFER_SIZE", "lots"), "--server.http_listen_port=x"))
                .isEqualTo("FLAMESTREAM_AGENT_KAFKA_BUFFER_SIZE: kafka.buffer_size: expected a size like 64MiB, 500KB"
                        + " or 1048576, found \"lots\"\n--server.http_listen_port: server.http_listen_port: expected a"
                        + " whole number from 0 to 65535, found \"x\"");
        assertThat(faults(Map.of("FLAMESTREAM_AGENT_KAFKA_PROPERTIES_ACKS", "0")))
                .isEqualTo(
                        "FLAMESTREAM_AGENT_KAFKA_PROPERTIES_ACKS: kafka.properties.acks: is set by the agent itself");
        assertThat(AgentConfigReader.ofOverrides(Overrides.of(Map.of(), List.of("--tenant_id", "a")))
                        .<String>fold(config -> "valid", faults -> faults.get(0).toString()))
                .isEqualTo("configuration: kafka: is required, with bootstrap_servers in it");
    }

    @Test
    void refusesNamesThatAreNoneOfItsOwn() {
        String known = ": no such setting; known are tenant_id, kafka.bootstrap_servers, ";
        assertThat(faults(Map.of("FLAMESTREAM_AGENT_KAFKA_TOPC", "x")))
                .startsWith("FLAMESTREAM_AGENT_KAFKA_TOPC" + known);
        assertThat(faults(Map.of(), "--kafka.propertys.a", "b")).startsWith("--kafka.propertys.a" + known);
        assertThat(faults(Map.of(), "--external_labels.", "b")).startsWith("--external_labels." + known);
        assertThat(faults(Map.of(), "--tenant_id")).isEqualTo("--tenant_id: a value is missing");
        assertThat(faults(Map.of(), "agent.yaml")).isEqualTo("agent.yaml: expected --config FILE or --key VALUE");
    }

    @Test
    void passesOverWhatKubernetesTellsOfServices() {
        assertThat(Overrides.of(
                                Map.of(
                                        "FLAMESTREAM_AGENT_SERVICE_HOST", "10.0.0.1",
                                        "FLAMESTREAM_AGENT_SERVICE_PORT_HTTP", "4041",
                                        "FLAMESTREAM_AGENT_PORT", "tcp://10.0.0.1:4041",
                                        "FLAMESTREAM_AGENT_PORT_4041_TCP_ADDR", "10.0.0.1"),
                                List.of())
                        .isEmpty())
                .isTrue();
    }

    @Test
    void neverPrintsASecret() {
        Map<String, String> environment = Map.of("FLAMESTREAM_AGENT_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", "s3cret");

        assertThat(faults(environment, "--kafka.properties.acks=s3cret")).doesNotContain("s3cret");
        assertThat(valid(environment).toString()).contains("sasl.jaas.config").doesNotContain("s3cret");
        assertThat(Overrides.of(environment, List.of()).settings().toString()).doesNotContain("s3cret");
    }

    @Test
    void aFileThatIsMissingIsToldOnce() {
        LoadedConfig loaded = AgentConfigReader.ofFile(
                Path.of("/nowhere/agent.yaml"), Overrides.of(Map.of(), List.of("--tenant_id", "a")));

        assertThat(loaded.<List<ConfigFault>>fold(config -> List.of(), faults -> faults))
                .hasSize(1);
    }
}
