package dev.flamestream.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.agent.publish.PublisherSettings;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.yaml.ConfigFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AgentConfigReaderTest {
    private static final String KAFKA = "kafka: {bootstrap_servers: \"kafka:9092\"}\n";

    private static final String EVERY_KEY = """
            tenant_id: team-a
            external_labels: {region: eu}
            kafka:
              bootstrap_servers: a:1, b:2
              topic: other
              buffer_size: 32MiB
              buffer_profiles: 500
              delivery_timeout: 30s
              properties: {security.protocol: SSL}
            server: {http_listen_address: 127.0.0.1, http_listen_port: 0}
            self_profiling: {enabled: true, interval: 30s}
            global: {scrape_interval: 1m, scrape_timeout: 30s, max_open_scrapes: 10, max_concurrent_scrapes: 3}
            scrape_configs:
              - job_name: shop
                scheme: https
                params: {a: [x, y]}
                authorization: {type: Token, credentials_file: token}
                body_size_limit: 1MiB
                profiling_config:
                  path_prefix: /app
                  pprof_config:
                    memory: {path: /heap}
                    block: {enabled: false}
                    mutex: {delta: false}
                    goroutine: {enabled: false}
                    fgprof: {path: /debug/fgprof, delta: true, seconds: 5}
                static_configs: [{targets: ["h:1", "[::1]:2"], labels: {zone: a}}]
                file_sd_configs: [{files: [targets/*.json], refresh_interval: 5s}]
              - job_name: fast
                scrape_interval: 10s
                basic_auth: {username: u, password: p}
                file_sd_configs: [{files: [/x/y.yml]}]
            """;

    private static AgentConfig valid(String text) {
        return AgentConfigReader.ofText("agent.yaml", text).fold(config -> config, faults -> {
            throw new AssertionError(faults.toString());
        });
    }

    private static String faults(String text) {
        return AgentConfigReader.ofText("agent.yaml", text)
                .fold(
                        config -> "valid",
                        faults -> faults.stream().map(ConfigFault::toString).collect(Collectors.joining("\n")));
    }

    private static String jobFaults(String lines) {
        return faults(KAFKA + "scrape_configs:\n  - job_name: a\n    static_configs: [{targets: [\"h:1\"]}]\n" + lines);
    }

    @Test
    void fillsInEveryDefault() {
        AgentConfig config = valid(KAFKA + """
                scrape_configs:
                  - job_name: shop
                    static_configs:
                      - targets: ["shop:8080"]
                """);

        assertThat(config)
                .isEqualTo(new AgentConfig(
                        "anonymous",
                        Map.of(),
                        new PublisherSettings(
                                "kafka:9092", "profiles", 64 << 20, 10_000, Duration.ofMinutes(2), Map.of()),
                        new ServerSettings("0.0.0.0", 4041),
                        new SelfProfilingSettings(false, Duration.ofSeconds(10)),
                        new ScrapeLimits(1024, 64),
                        List.of(new ScrapeJob(
                                "shop",
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(15),
                                Scheme.HTTP,
                                "",
                                Map.of(),
                                Credentials.NONE,
                                16_711_680,
                                List.of(
                                        new ProfileEndpoint(
                                                "process_cpu", "/debug/pprof/profile", Duration.ofSeconds(14)),
                                        new ProfileEndpoint("memory", "/debug/pprof/allocs", Duration.ZERO),
                                        new ProfileEndpoint("block", "/debug/pprof/block", Duration.ofSeconds(14)),
                                        new ProfileEndpoint("mutex", "/debug/pprof/mutex", Duration.ofSeconds(14)),
                                        new ProfileEndpoint("goroutine", "/debug/pprof/goroutine", Duration.ZERO)),
                                List.of(new TargetGroup(List.of("shop:8080"), Map.of())),
                                List.of()))));
    }

    @Test
    void anAgentMayBeOneOfSeveralThatScrapeTheSameTargetsButNotThatProfileThemselves() {
        AgentConfig config = valid(EVERY_KEY.replace("{region: eu}", "{region: eu, __replica__: a}"));

        assertThat(config.externalLabels()).isEqualTo(Map.of("region", "eu", "__replica__", "a"));
        assertThat(config.ownLabels()).isEqualTo(Labels.of("region", "eu"));
    }

    @Test
    void takesEveryKey() {
        AgentConfig config = valid(EVERY_KEY);

        assertThat(config.tenantId()).isEqualTo("team-a");
        assertThat(config.externalLabels()).isEqualTo(Map.of("region", "eu"));
        assertThat(config.kafka())
                .isEqualTo(new PublisherSettings(
                        "a:1,b:2", "other", 32 << 20, 500, Duration.ofSeconds(30), Map.of("security.protocol", "SSL")));
        assertThat(config.server()).isEqualTo(new ServerSettings("127.0.0.1", 0));
        assertThat(config.selfProfiling()).isEqualTo(new SelfProfilingSettings(true, Duration.ofSeconds(30)));
        assertThat(config.limits()).isEqualTo(new ScrapeLimits(10, 3));
        assertThat(config.jobs().get(0))
                .isEqualTo(new ScrapeJob(
                        "shop",
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        Scheme.HTTPS,
                        "/app",
                        Map.of("a", List.of("x", "y")),
                        new Credentials.Authorization("Token", new Credentials.InFile(Path.of("/etc/token"))),
                        1 << 20,
                        List.of(
                                new ProfileEndpoint("process_cpu", "/debug/pprof/profile", Duration.ofSeconds(29)),
                                new ProfileEndpoint("memory", "/heap", Duration.ZERO),
                                new ProfileEndpoint("mutex", "/debug/pprof/mutex", Duration.ZERO),
                                new ProfileEndpoint("fgprof", "/debug/fgprof", Duration.ofSeconds(5))),
                        List.of(new TargetGroup(List.of("h:1", "[::1]:2"), Map.of("zone", "a"))),
                        List.of(new TargetFiles(List.of(Path.of("/etc/targets/*.json")), Duration.ofSeconds(5)))));
        assertThat(config.jobs().get(1).timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.jobs().get(1).credentials())
                .isEqualTo(new Credentials.Basic("u", new Credentials.Inline("p")));
        assertThat(config.jobs().get(1).files().get(0).refreshInterval()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void reportsAllFaultsTogetherWithFileLineAndPath() {
        String faults = faults("""
                tenant_id: a/b
                kafka:
                  bootstrap_servers: kafka
                  bufer_size: 1
                  properties: {acks: "0", sasl.jass.config: hush}
                server: {http_listen_port: 70000}
                global: {scrape_interval: 15}
                scrape_configs:
                  - job_name: a
                    static_configs:
                      - targets: ["http://h:1/x"]
                        labels: {__name__: x}
                  - job_name: a
                    scheme: ftp
                    relabel_configs: []
                    file_sd_configs:
                      - files: [a.txt]
                """);

        assertThat(faults).isEqualTo("""
                        agent.yaml:1: tenant_id: expected 1 to 150 of A-Z a-z 0-9 ! - _ . * ' ( ), found "a/b"
                        agent.yaml:3: kafka.bootstrap_servers: expected host:port,host:port,... found "kafka"
                        agent.yaml:4: kafka.bufer_size: unknown key; known here: bootstrap_servers, buffer_profiles, buffer_size, delivery_timeout, properties, topic
                        agent.yaml:5: kafka.properties.acks: is set by the agent itself
                        agent.yaml:5: kafka.properties.sasl.jass.config: is no setting of Kafka's producer
                        agent.yaml:6: server.http_listen_port: expected a whole number from 0 to 65535, found "70000"
                        agent.yaml:7: global.scrape_interval: expected a duration like 15s, 1m or 1h30m, found "15"
                        agent.yaml:11: scrape_configs[0].static_configs[0].targets[0]: expected host or host:port, found "http://h:1/x"
                        agent.yaml:12: scrape_configs[0].static_configs[0].labels.__name__: names that start with __ are reserved: the profile's name is its key in pprof_config
                        agent.yaml:13: scrape_configs[1].job_name: "a" is taken by the job in line 9
                        agent.yaml:14: scrape_configs[1].scheme: expected http or https, found "ftp"
                        agent.yaml:15: scrape_configs[1].relabel_configs: unknown key; known here: authorization, basic_auth, body_size_limit, file_sd_configs, job_name, params, profiling_config, scheme, scrape_interval, scrape_timeout, static_configs
                        agent.yaml:17: scrape_configs[1].file_sd_configs[0].files[0]: expected a path to .json, .yml or .yaml whose last part alone may hold *, found "a.txt\"""");
    }

    @Test
    void leavesRoomForTheWindowOfDeltaProfiles() {
        String prefix = "agent.yaml:5: scrape_configs[0].";
        assertThat(jobFaults("    scrape_timeout: 20s\n"))
                .isEqualTo(prefix + "scrape_timeout: expected at most the scrape_interval of 15s, found 20s");
        assertThat(
                        jobFaults(
                                "    scrape_timeout: 1500ms\n    profiling_config: {pprof_config: {block: {enabled: false}, mutex: {enabled: false}}}\n"))
                .isEqualTo(prefix
                        + "scrape_timeout: expected at least 2s for the delta profile process_cpu, found 1s500ms");
        assertThat(jobFaults("    profiling_config: {pprof_config: {process_cpu: {seconds: 15}}}\n"))
                .isEqualTo(prefix + "profiling_config.pprof_config.process_cpu.seconds: expected less than the"
                        + " scrape_timeout of 15s, found 15s");
        assertThat(jobFaults("    profiling_config: {pprof_config: {memory: {seconds: 5}}}\n"))
                .isEqualTo(prefix + "profiling_config.pprof_config.memory.seconds: is for delta profiles, and delta is"
                        + " false here");
        assertThat(jobFaults("    params: {seconds: [\"5\"]}\n"))
                .isEqualTo(prefix + "params.seconds: is set for each delta profile: use seconds under pprof_config");
        assertThat(jobFaults("    body_size_limit: 16MiB\n"))
                .isEqualTo(prefix + "body_size_limit: expected 1 to 16711680 bytes, which is what a record holds, found"
                        + " 16777216");
    }

    @Test
    void neverPrintsASecret() {
        String faulty = jobFaults(
                "    basic_auth: {username: u, password: s3cret, password_file: f}\n    authorization: {credentials: t0ken}\n");
        AgentConfig config = valid(
                KAFKA + "scrape_configs: [{job_name: a, static_configs: [], authorization: {credentials: t0ken}}]\n");

        assertThat(faulty)
                .isEqualTo("agent.yaml:5: scrape_configs[0].basic_auth.password: expected one of password and"
                        + " password_file\nagent.yaml:6: scrape_configs[0].authorization: a job has basic_auth or"
                        + " authorization, not both");
        assertThat(config.toString()).contains("***").doesNotContain("t0ken");
    }

    @Test
    void tellsWhatIsWrongWithTheFileItself() {
        assertThat(faults("")).isEqualTo("agent.yaml:1: the file is empty");
        assertThat(faults("a: [\nb: }")).startsWith("agent.yaml:2: not YAML: ");
        assertThat(faults("- a")).isEqualTo("agent.yaml:1: expected a mapping (key: value), found a list");
        assertThat(faults("tenant_id: a")).isEqualTo("agent.yaml:1: kafka: is required, with bootstrap_servers in it");
        assertThat(faults(KAFKA + "tenant_id: a\ntenant_id: b\n"))
                .isEqualTo("agent.yaml:3: tenant_id: given twice, first in line 2");
        assertThat(faults(KAFKA + "scrape_configs: [{job_name: a}]"))
                .isEqualTo(
                        "agent.yaml:2: scrape_configs[0].job_name: the job has neither static_configs nor file_sd_configs");
        String missing = AgentConfigReader.ofFile(Path.of("/nowhere/agent.yaml"))
                .fold(config -> "valid", found -> found.get(0).toString());
        assertThat(missing)
                .isEqualTo("/nowhere/agent.yaml:1: cannot be read: NoSuchFileException: /nowhere/agent.yaml");
    }
}
