package dev.flamestream.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static FaceFixture face;

    @BeforeAll
    static void start() {
        face = new FaceFixture(
                false,
                Optional.of((kind, recorded) ->
                        (kind.path() + " " + recorded.toSeconds()).getBytes(StandardCharsets.UTF_8)));
    }

    @AfterAll
    static void stop() {
        face.close();
    }

    @Test
    void readySaysWhyNotUntilItIs() throws Exception {
        face.whyNotReady = Optional.of("the block store has not been asked yet");
        HttpResponse<String> before = face.send(face.request("/ready"));
        face.whyNotReady = Optional.empty();
        HttpResponse<String> after = face.send(face.request("/ready"));

        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(before.body()).isEqualTo("the block store has not been asked yet\n");
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(after.body()).isEqualTo("ready\n");
        assertThat(face.send(face.request("/healthz")).statusCode()).isEqualTo(200);
    }

    @Test
    void metricsAreInPrometheusForm() throws Exception {
        face.json(FaceFixture.QUERIER + "ProfileTypes", "{}");

        HttpResponse<String> response = face.send(face.request("/metrics"));

        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        assertThat(response.body())
                .contains(
                        "query_latency_seconds_count{code=\"200\",route=\"/querier.v1.QuerierService/ProfileTypes\"",
                        "query_in_flight_requests{api=\"push\"} 0.0",
                        "blocks_corrupt_total 0.0");
    }

    @Test
    void profilesOfTheProcessComeFromItsProfiler() throws Exception {
        HttpResponse<String> response = face.send(face.request("/debug/pprof/allocs?seconds=3"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("allocs 3");
        assertThat(face.send(face.request("/debug/pprof/allocs?seconds=61")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void withoutAProfilerTheProcessSaysSo() throws Exception {
        try (FaceFixture plain = FaceFixture.start()) {
            HttpResponse<String> response = plain.send(plain.request("/debug/pprof/profile"));

            assertThat(response.statusCode()).isEqualTo(501);
            assertThat(response.body()).contains("without a profiler");
        }
    }

    @Test
    void thePageIsAskedForAgainAndItsAssetsAreNot() throws Exception {
        HttpResponse<String> index = face.send(face.request("/"));
        HttpResponse<String> asset = face.send(face.request("/assets/test-0a1b2c3d.js"));
        HttpResponse<byte[]> zipped =
                face.sendForBytes(face.request("/assets/test-0a1b2c3d.js").header("Accept-Encoding", "gzip"));

        assertThat(index.statusCode()).isEqualTo(200);
        assertThat(index.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        assertThat(index.headers().firstValue("cache-control").orElse("")).contains("no-cache");
        assertThat(asset.headers().firstValue("cache-control").orElse("")).contains("immutable", "max-age=31536000");
        assertThat(zipped.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(face.send(face.request("/assets/gone.js")).statusCode()).isEqualTo(404);
        assertThat(face.send(face.request("/some/view")).statusCode()).isEqualTo(404);
    }

    @Test
    void rendersFlameGraphAndTimeline() throws Exception {
        HttpResponse<String> response = face.send(face.request("/pyroscope/render?from="
                + (FaceFixture.NOW / 1000 - 120) + "&until=now&groupBy=pod&maxNodes=junk&query=" + FaceFixture.CPU
                + "%7Bservice_name%3D%22shop%22%7D"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode json = new ObjectMapper().readTree(response.body());
        assertThat(json.path("version").asInt()).isEqualTo(1);
        assertThat(json.path("flamebearer").path("numTicks").asLong()).isEqualTo(35);
        assertThat(json.path("flamebearer").path("names").get(0).asText()).isEqualTo("total");
        assertThat(json.path("metadata").toString())
                .isEqualTo(
                        "{\"format\":\"single\",\"spyName\":\"\",\"sampleRate\":1000000000,\"units\":\"samples\",\"name\":\"cpu\"}");
        assertThat(json.path("timeline").path("durationDelta").asLong()).isEqualTo(15);
        long sum = 0;
        for (JsonNode sample : json.path("timeline").path("samples")) {
            sum += sample.asLong();
        }
        assertThat(sum).isEqualTo(35);
        assertThat(json.path("groups").fieldNames()).toIterable().containsExactly("a", "b");
        assertThat(json.has("heatmap")).isTrue();
    }

    @Test
    void renderRefusesWhatItCannotRead() throws Exception {
        String whole = "from=now-1h&until=now&query=" + FaceFixture.CPU + "%7B%7D";

        assertThat(face.send(face.request("/pyroscope/render?until=now&query=x"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(face.send(face.request("/pyroscope/render?from=now-1h&until=now&query=%7B%7D"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(face.send(face.request("/pyroscope/render?format=dot&" + whole))
                        .statusCode())
                .isEqualTo(501);
        assertThat(face.send(face.request("/pyroscope/render?" + whole).POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(405);
    }
}
