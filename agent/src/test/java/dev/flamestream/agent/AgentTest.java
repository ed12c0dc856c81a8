package dev.flamestream.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.agent.config.AgentConfig;
import dev.flamestream.agent.config.AgentConfigReader;
import dev.flamestream.agent.scrape.FakeTarget;
import dev.flamestream.agent.scrape.Health;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private AgentConfig config(String text) throws IOException {
        return AgentConfigReader.ofFile(Files.writeString(folder.resolve("agent.yaml"), text))
                .fold(config -> config, faults -> {
                    throw new AssertionError(faults.toString());
                });
    }

    private String get(Agent agent, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + agent.httpPort() + path);
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    private String metrics(Agent agent) {
        try {
            return get(agent, "/metrics");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Nobody listens on port 1. One that was free a moment ago may be another test's HTTP server by now, whose answer
     * Kafka's client takes for the size of a message, and fills the heap.
     */
    private String yaml(String address) throws IOException {
        return """
                kafka: {bootstrap_servers: "127.0.0.1:1"}
                server: {http_listen_address: 127.0.0.1, http_listen_port: 0}
                self_profiling: {enabled: true, interval: 2s}
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: shop
                    profiling_config: {pprof_config: {process_cpu: {enabled: false}, block: {enabled: false}, mutex: {enabled: false}}}
                    static_configs: [{targets: ["%s"], labels: {env: test}}]
                    file_sd_configs: [{files: ["*.targets.json"], refresh_interval: 1s}]
                """.formatted(address);
    }

    @Test
    void scrapesGoesOnWithoutKafkaTellsAllOverHttpAndClosesInTime() throws Exception {
        long start;
        try (FakeTarget target = FakeTarget.answering(FakeTarget.pprof());
                FakeTarget found = FakeTarget.answering("<html>".getBytes(UTF_8))) {
            try (Agent agent = Agent.start(config(yaml(target.address())))) {
                Eventually.holds(
                        "both up",
                        () -> agent.targets().stream()
                                        .filter(status -> status.health() == Health.UP)
                                        .count()
                                == 2);
                Path targets = folder.resolve("more.targets.json");
                Files.writeString(targets, "[{\"targets\": [\"" + found.address() + "\"]}]");
                Eventually.holds(
                        "found ones down",
                        () -> agent.targets().stream()
                                        .filter(status -> status.health() == Health.DOWN)
                                        .count()
                                == 2);

                String page = get(agent, "/api/v1/targets");
                assertThat(page)
                        .startsWith("{")
                        .contains(
                                "\"scrapeUrl\":\"http://" + target.address() + "/debug/pprof/allocs\"",
                                "\"__name__\":\"memory\"",
                                "\"__name__\":\"goroutine\"",
                                "\"env\":\"test\"",
                                "\"health\":\"up\"",
                                "\"health\":\"down\"",
                                "\"lastError\":\"expected a pprof file, found text \\\"<html>\\\"\"",
                                "\"scrapeInterval\":\"1s\"");
                // On a busy machine a scrape may miss its second, and the next one makes up for it.
                Eventually.holds(
                        "counted as up", () -> metrics(agent).contains("targets_active_count{health=\"up\"} 2.0"));
                assertThat(metrics(agent))
                        .contains(
                                "scrape_profiles_total{outcome=\"not_pprof\"}",
                                "publish_buffered_limit_bytes 6.7108864E7",
                                "publish_profiles_total{outcome=\"buffer_full\"} 0.0");
                assertThat(get(agent, "/ready")).isEqualTo("ready\n");
                assertThat(get(agent, "/healthz")).isEqualTo("ok\n");
                start = System.nanoTime();
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Agent.CLOSE_TIMEOUT);
    }

    @Test
    void endsWithStatusTwoAndOneLineForEachFault() throws Exception {
        Path file = Files.writeString(folder.resolve("agent.yaml"), "kafka: {}\nscrape_config: []\n");

        assertThat(run("--config", file.toString()))
                .isEqualTo("2\n" + file + ":1: kafka.bootstrap_servers: is required\n" + file
                        + ":2: scrape_config: unknown key; known here: external_labels, global, kafka, scrape_configs,"
                        + " self_profiling, server, tenant_id\n");
        assertThat(run()).isEqualTo("2\nusage: flamestream-agent --config FILE [--KEY VALUE ...]\n");
    }

    @Test
    void endsWithStatusOneWhereItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String text = "kafka: {bootstrap_servers: \"127.0.0.1:1\"}\nserver: {http_listen_port: "
                    + taken.getLocalPort() + "}\n";
            Path file = Files.writeString(folder.resolve("agent.yaml"), text);

            assertThat(run("--config", file.toString()))
                    .startsWith("1\nflamestream-agent: cannot start: ")
                    .contains("in use");
        }
    }

    private static String run(String... args) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status = AgentMain.run(args, Map.of(), new PrintStream(printed, true, UTF_8));
        return status + "\n" + printed.toString(UTF_8);
    }
}
