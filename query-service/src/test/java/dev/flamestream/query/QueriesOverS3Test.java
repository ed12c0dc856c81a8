package dev.flamestream.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.store.BlockPath;
import dev.flamestream.engine.block.write.BlockWriter;
import dev.flamestream.engine.reference.Sections;
import dev.flamestream.query.s3.FaultyS3;
import dev.flamestream.query.s3.S3Server;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole service over a bucket, with a job that is away. */
@Timeout(120)
class QueriesOverS3Test {
    private static final int BLOCK_COUNT = 5;

    @TempDir
    private static Path serverFolder;

    private static S3Server server;

    @TempDir
    private Path cache;

    private final HttpClient http = HttpClient.newHttpClient();
    private final long now = System.currentTimeMillis();
    private FaultyS3 bucket;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.startOpen(serverFolder);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void fillBucket() throws IOException {
        bucket = new FaultyS3(server);
        for (int number = 0; number < BLOCK_COUNT; number++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BlockWriter writer = new BlockWriter(RecordFormat.DEFAULT_TENANT, bytes);
            writer.add(Sections.section()
                    .tenant(RecordFormat.DEFAULT_TENANT)
                    .profile(Labels.EMPTY, now - 60_000, "main;parse 10", "main 20")
                    .build());
            writer.finish();
            String folder = BlockPath.folder(RecordFormat.DEFAULT_TENANT, BlockPath.date(now - 60_000));
            server.put("profiles", "root/" + folder + "part-" + number + ".parquet", bytes.toByteArray());
        }
    }

    @AfterEach
    void close() {
        bucket.close();
    }

    @Test
    void anAnswerSaysWhatItCostAndTheCacheAnswersAfterARestart() throws Exception {
        try (QueryService service = start(cache.toString())) {
            HttpResponse<String> first = flameGraph(service);
            assertThat(first.body()).contains("\"total\":\"" + 30 * BLOCK_COUNT + "\"");
            assertThat(cost(first)).contains("block-reads=", "s3-bytes=").doesNotContain("s3-requests=1,");
            assertThat(first.headers().firstValue("server-timing").orElse(""))
                    .contains(
                            "parse;dur=",
                            "directory;dur=",
                            "listing;dur=",
                            "footers;dur=",
                            "merge;dur=",
                            "render;dur=");
        }

        try (QueryService again = start(cache.toString())) {
            HttpResponse<String> second = flameGraph(again);

            assertThat(second.body()).contains("\"total\":\"" + 30 * BLOCK_COUNT + "\"");
            assertThat(cost(second)).contains("cache-bytes=").doesNotContain("s3-bytes");
            assertThat(get(again, "/metrics").body())
                    .contains(
                            "disk_cache_chunks_total{event=\"hit\"}",
                            "query_stage_latency_seconds_bucket{stage=\"merge\"")
                    .contains("s3_requests_total{operation=\"list\",outcome=\"ok\"}")
                    .doesNotContain("s3_requests_total{operation=\"get\"");
        }
    }

    @Test
    @SuppressWarnings("try") // Closing is what is tested.
    void aStoppingServiceIsNotReadyAndLetsAQueryEnd() throws Exception {
        try (QueryService service = start("")) {
            flameGraph(service);
            bucket.delay = Duration.ofSeconds(2);
            int requests = bucket.requests.size();
            // A listing of the query before is too old by the time that this one needs it, or else its pages are read.
            CompletableFuture<HttpResponse<String>> inFlight = flameGraphLater(service);
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (bucket.requests.size() == requests) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }

            service.drain();
            HttpResponse<String> ready = get(service, "/ready");
            service.close();

            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("the service is stopping\n");
            assertThat(inFlight.join().statusCode()).isEqualTo(200);
            assertThat(inFlight.join().body()).contains("\"total\":\"" + 30 * BLOCK_COUNT + "\"");
        }
    }

    private QueryService start(String cacheFolder) throws Exception {
        QueryServiceConfig config = QueryServiceConfig.of(Map.ofEntries(
                Map.entry("http.bind", "127.0.0.1"),
                Map.entry("http.port", "0"),
                Map.entry("http.drain.time", "100ms"),
                Map.entry("http.shutdown.grace", "30s"),
                Map.entry("blocks.root", "s3://profiles/root"),
                Map.entry("blocks.s3.endpoint", "http://127.0.0.1:" + bucket.port()),
                Map.entry("blocks.s3.access.key", "k"),
                Map.entry("blocks.s3.secret.key", "s"),
                Map.entry("blocks.cache.dir", cacheFolder),
                Map.entry("blocks.cache.free.min.bytes", "1MiB"),
                Map.entry("flink.rest.urls", "http://127.0.0.1:1"),
                Map.entry("flink.proxies", "127.0.0.1:1"),
                Map.entry("kafka.bootstrap.servers", "127.0.0.1:1")));
        QueryService service = ServiceWiring.build(config, ServiceWiring.Parts.NONE, Clock.systemUTC())
                .start();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (get(service, "/ready").statusCode() != 200) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        return service;
    }

    private static String cost(HttpResponse<String> response) {
        return response.headers().firstValue("x-flamestream-cost").orElse("");
    }

    private HttpResponse<String> flameGraph(QueryService service) {
        HttpResponse<String> response = flameGraphLater(service).join();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response;
    }

    private CompletableFuture<HttpResponse<String>> flameGraphLater(QueryService service) {
        String json = "{\"profile_typeID\":\"" + Sections.CPU.id() + "\",\"label_selector\":\"{}\",\"start\":"
                + (now - 3_600_000) + ",\"end\":" + now + "}";
        return http.sendAsync(
                HttpRequest.newBuilder(uri(service, "/querier.v1.QuerierService/SelectMergeStacktraces"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(QueryService service, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(service, path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(QueryService service, String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }
}
