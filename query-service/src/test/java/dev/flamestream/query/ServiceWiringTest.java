package dev.flamestream.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.store.BlockPath;
import dev.flamestream.engine.block.write.BlockWriter;
import dev.flamestream.engine.reference.Sections;
import dev.flamestream.query.http.SelfProfiler;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceWiringTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void answersFromBlocksAloneAndSaysSoWhileJobAndKafkaAreAway() throws Exception {
        long now = System.currentTimeMillis();
        writeBlock(now - 60_000);
        QueryServiceConfig config = QueryServiceConfig.of(Map.of(
                "http.bind", "127.0.0.1",
                "http.port", "0",
                "blocks.root", folder.toUri().toString(),
                "flink.rest.urls", "http://127.0.0.1:1",
                "flink.proxies", "127.0.0.1:1",
                "kafka.bootstrap.servers", "127.0.0.1:1"));
        SelfProfiler profiler = (kind, recorded) -> kind.path().getBytes(StandardCharsets.UTF_8);

        try (QueryService service = ServiceWiring.build(
                        config, ServiceWiring.Parts.withProfiler(profiler), Clock.systemUTC())
                .start()) {
            awaitReady(service.port());
            HttpResponse<String> flame = post(
                    service.port(),
                    "/querier.v1.QuerierService/SelectMergeStacktraces",
                    "{\"profile_typeID\":\"" + Sections.CPU.id() + "\",\"label_selector\":\"{}\",\"start\":"
                            + (now - 3_600_000) + ",\"end\":" + now + "}");
            HttpResponse<String> push = post(
                    service.port(),
                    "/push.v1.PusherService/Push",
                    "{\"series\":[{\"samples\":[{\"rawProfile\":\"MgA=\"}]}]}");

            assertThat(flame.statusCode()).as(flame.body()).isEqualTo(200);
            assertThat(flame.body()).contains("\"total\":\"30\"");
            assertThat(flame.headers().firstValue("x-flamestream-partial")).hasValue("live_unavailable");
            assertThat(push.statusCode()).as(push.body()).isEqualTo(503);
            assertThat(get(service.port(), "/metrics").body())
                    .contains("heads_circuit_open 1.0", "query_partial_answers_total{reason=\"live_unavailable\"} 1.0");
            assertThat(get(service.port(), "/debug/pprof/mutex").body()).isEqualTo("mutex");
        }
    }

    private void writeBlock(long timeMillis) throws IOException {
        Path day = folder.resolve(BlockPath.folder(RecordFormat.DEFAULT_TENANT, BlockPath.date(timeMillis)));
        Files.createDirectories(day);
        try (OutputStream out = Files.newOutputStream(day.resolve("part-0.parquet"))) {
            BlockWriter writer = new BlockWriter(RecordFormat.DEFAULT_TENANT, out);
            writer.add(Sections.section()
                    .tenant(RecordFormat.DEFAULT_TENANT)
                    .profile(Labels.EMPTY, timeMillis, "main;parse 10", "main 20")
                    .build());
            writer.finish();
        }
    }

    private void awaitReady(int port) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        HttpResponse<String> response = get(port, "/ready");
        while (response.statusCode() != 200) {
            assertThat(System.nanoTime()).as(response.body()).isLessThan(deadline);
            response = get(port, "/ready");
        }
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(int port, String path, String json) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
