package dev.flamestream.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.tree.Varints;
import dev.flamestream.query.push.ProfilePublisher.Outcome;
import dev.flamestream.query.push.ProfilePublisher.Published;
import dev.flamestream.schemas.push.PushRequest;
import dev.flamestream.schemas.push.RawProfileSeries;
import dev.flamestream.schemas.push.RawSample;
import dev.flamestream.schemas.types.LabelPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits at the door and in queries: at each value, past it, and of another tenant. */
class TenantLimitsTest {
    private static final String FLAME = FaceFixture.QUERIER + "SelectMergeStacktraces";
    private static final String CPU = "\"profile_typeID\":\"" + FaceFixture.CPU + "\",\"label_selector\":\"{}\"";
    private static final byte[] PPROF = {0x32, 0};

    private static String text = "";
    private static final PolicyWatch POLICIES =
            PolicyWatch.of("limits.yaml", () -> text.getBytes(StandardCharsets.UTF_8), TenantLimits.DEFAULT);
    private static FaceFixture face;

    @BeforeAll
    static void start() {
        face = new FaceFixture(true, Optional.empty(), POLICIES, TenantTokens.none());
    }

    @AfterAll
    static void stop() {
        face.close();
    }

    @AfterEach
    void forget() {
        text = "";
        assertThat(POLICIES.look()).isEmpty();
        face.source.reset();
        face.publisher.reset();
    }

    @Test
    void aPushIsTakenUpToEachLimitAndKeptWholePastIt() throws Exception {
        limits("max_label_names_per_series: 3, max_label_name_length: 5, max_label_value_length: 6");

        assertThat(push("acme", series("a", "1", "b", "2", "c", "3")).statusCode())
                .isEqualTo(200);
        assertThat(push("acme", series("nname", "vvalue")).statusCode()).isEqualTo(200);
        refused(push("acme", series("a", "1", "b", "2", "c", "3", "d", "4")), "max_label_names_per_series", "found 4");
        refused(push("acme", series("nnname", "v")), "max_label_name_length", "found 6");
        refused(push("acme", series("n", "vvvalue")), "label n", "max_label_value_length", "found 7");
        assertThat(push("globex", series("nnname", "vvvalue")).statusCode()).isEqualTo(200);

        assertThat(face.publisher.records).hasSize(3);
        assertThat(face.publisher.refused).hasSize(3).allSatisfy(record -> {
            assertThat(record.tenant()).isEqualTo("acme");
            assertThat(record.value()).isEqualTo(PPROF);
        });
        assertThat(face.publisher.rejections.stream().map(rejection -> rejection.reason()))
                .containsExactly(
                        RejectReason.MAX_LABEL_NAMES_PER_SERIES,
                        RejectReason.LABEL_NAME_TOO_LONG,
                        RejectReason.LABEL_VALUE_TOO_LONG);
        assertThat(face.registry.scrape())
                .contains("push_refused_requests_total{reason=\"label_name_too_long\",tenant=\"acme\"} 1.0");
    }

    @Test
    void whatCannotBeKeptIsToBeSentAgain() throws Exception {
        limits("max_label_names_per_series: 1");
        face.publisher.answer = new Published(Outcome.UNAVAILABLE, "Kafka did not acknowledge: timeout");

        assertThat(push("acme", series("a", "1", "b", "2")).statusCode()).isEqualTo(503);
    }

    @Test
    void aBodyIsTakenUpToItsLimit() throws Exception {
        int overhead = PushRequest.newBuilder()
                        .addSeries(series("a", "1").addSamples(sample(new byte[1 << 19])))
                        .build()
                        .getSerializedSize()
                - (1 << 19);
        limits("ingestion_body_limit_mb: 0.5");

        byte[] fits = new byte[(1 << 19) - overhead];
        byte[] tooLarge = new byte[fits.length + 1];
        assertThat(send("acme", series("a", "1").addSamples(sample(fits))).statusCode())
                .isEqualTo(200);
        HttpResponse<String> response = send("acme", series("a", "1").addSamples(sample(tooLarge)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(413);
        assertThat(response.body()).contains("ingestion_body_limit_mb", "524288", "found 524289");
        assertThat(face.publisher.refused)
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isEqualTo(tooLarge));
    }

    @Test
    void aProfileIsTakenUpToItsSizeWithoutGzip() throws Exception {
        limits("max_profile_size_bytes: 1000");

        assertThat(send("acme", series("a", "1").addSamples(sample(gzip(1000)))).statusCode())
                .isEqualTo(200);
        byte[] tooLarge = gzip(1001);
        HttpResponse<String> response = send("acme", series("a", "1").addSamples(sample(tooLarge)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(413);
        assertThat(response.body()).contains("at most 1000 bytes without gzip (max_profile_size_bytes)", "found 1001");
        assertThat(send("globex", series("a", "1").addSamples(sample(tooLarge))).statusCode())
                .isEqualTo(200);
        assertThat(face.publisher.refused)
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isEqualTo(tooLarge));
    }

    @Test
    void aProfileIsTakenWithinItsTenantsWindowOfTime() throws Exception {
        limits("reject_older_than: 1h, reject_newer_than: 5m");

        assertThat(sendOf("acme", FaceFixture.NOW - 3_600_000).statusCode()).isEqualTo(200);
        refused(sendOf("acme", FaceFixture.NOW - 3_600_001), "at most 3600000 ms (reject_older_than)");
        assertThat(sendOf("acme", FaceFixture.NOW + 300_000).statusCode()).isEqualTo(200);
        refused(sendOf("acme", FaceFixture.NOW + 300_001), "0 to 300000 ms (reject_newer_than)");
        assertThat(sendOf("globex", FaceFixture.NOW - 3_600_001).statusCode()).isEqualTo(200);
        assertThat(face.publisher.refused).hasSize(2);
    }

    @Test
    void aLabelThatStandsTwiceIsKeptTwice() throws Exception {
        refused(push("acme", series("a", "1", "a", "2")), "expected each label once");

        assertThat(face.publisher.refused)
                .singleElement()
                .satisfies(record -> assertThat(record.headers())
                        .extracting(header -> header.name() + "=" + header.text())
                        .contains("label.a=1", "label.a=2"));
    }

    @Test
    void whoIsAheadOfItsRateIsToldSoAndKeepsItsProfile() throws Exception {
        limits("ingestion_rate_mb: 1, ingestion_burst_size_mb: 1");
        byte[] megabyte = new byte[1 << 20];

        assertThat(send("acme", series("a", "1").addSamples(sample(megabyte))).statusCode())
                .isEqualTo(200);
        HttpResponse<String> response = send("acme", series("a", "1").addSamples(sample(PPROF)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(429);
        assertThat(response.body()).contains("ingestion_rate_mb of tenant acme is 1 MB", "no room for 2 bytes");
        assertThat(send("globex", series("a", "1").addSamples(sample(PPROF))).statusCode())
                .isEqualTo(200);
        assertThat(face.publisher.records).hasSize(2);
        assertThat(face.publisher.refused).isEmpty();
    }

    @Test
    void aQueryIsAnsweredUpToItsLength() throws Exception {
        limits("max_query_length: 1h");

        assertThat(ask("acme", 3_600_000, "").statusCode()).isEqualTo(200);
        HttpResponse<String> response = ask("acme", 3_600_001, "");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("at most 1h (max_query_length)");
        assertThat(ask("globex", 3_600_001, "").statusCode()).isEqualTo(200);
        assertThat(ask("globex|acme", 3_600_001, "").statusCode())
                .as("the strictest holds")
                .isEqualTo(400);
    }

    @Test
    void queriesAreCountedByTenant() throws Exception {
        ask("metered", 1_000, "");
        ask("metered", 1_000, "");
        ask("other", 1_000, "");

        assertThat(face.registry.scrape())
                .contains("query_requests_total{tenant=\"metered\"} 2.0")
                .contains("query_requests_total{tenant=\"other\"} 1.0");
    }

    @Test
    void aQuerySeesNoFurtherBackThanItMay() throws Exception {
        limits("max_query_lookback: 45s", "anonymous");

        // Of the fixture's profiles one is 60 s old and one 30 s.
        assertThat(ask("anonymous", 3_600_000, "").body()).contains("\"total\":\"5\"");
        text = "";
        assertThat(POLICIES.look()).isEmpty();
        assertThat(ask("anonymous", 3_600_000, "").body()).contains("\"total\":\"35\"");
        limits("max_query_lookback: 10s", "anonymous");
        HttpResponse<String> nothing = ask("anonymous", 3_600_000, "");
        assertThat(nothing.statusCode()).isEqualTo(200);
        assertThat(nothing.body()).doesNotContain("\"35\"", "\"5\"");
        HttpResponse<String> outside = face.json(
                FLAME,
                "{\"start\":" + (FaceFixture.NOW - 60_000) + ",\"end\":" + (FaceFixture.NOW - 20_000) + "," + CPU + "}",
                "X-Scope-OrgID",
                "anonymous");
        assertThat(outside.statusCode()).as("all of it too long ago").isEqualTo(200);
    }

    @Test
    void nodesAreBoundedByTheTenant() throws Exception {
        limits("max_flamegraph_nodes_max: 10, max_flamegraph_nodes_default: 1", "anonymous");

        assertThat(ask("anonymous", 3_600_000, ",\"max_nodes\":10").statusCode())
                .isEqualTo(200);
        HttpResponse<String> response = ask("anonymous", 3_600_000, ",\"max_nodes\":11");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("0 to 10 (max_flamegraph_nodes_max), found 11");
        assertThat(ask("anonymous", 3_600_000, "").body())
                .as("one node, and the rest")
                .contains("other");
    }

    @Test
    void aTenantsQueriesInFlightAreBoundedAndOthersGoOn() throws Exception {
        limits("max_queries_in_flight: 1");
        CountDownLatch gate = new CountDownLatch(1);
        face.source.gate = Optional.of(gate);
        face.sendLater(face.request(FLAME)
                .header("Content-Type", "application/json")
                .header("X-Scope-OrgID", "acme")
                .POST(HttpRequest.BodyPublishers.ofString(FaceFixture.lastHour(CPU)))
                .build());
        face.awaitInFlight(1);

        HttpResponse<String> response = ask("acme", 3_600_000, "");
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.body()).contains("tenant acme has 1 queries in flight", "max_queries_in_flight");
        gate.countDown();
        assertThat(ask("globex", 3_600_000, "").statusCode()).isEqualTo(200);
        face.awaitInFlight(0);
        assertThat(ask("acme", 3_600_000, "").statusCode()).isEqualTo(200);
    }

    @Test
    void thePageTellsWhatIsInForceAndWhereItComesFrom() throws Exception {
        limits("max_query_length: 1h");

        HttpResponse<String> response = face.send(face.request("/api/limits").header("X-Scope-OrgID", "acme"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("\"tenant\":\"acme\"")
                .contains(
                        "{\"name\":\"max_query_length\",\"value\":\"1h\",\"origin\":\"overrides in the limits' file\"")
                .contains("{\"name\":\"reject_newer_than\",\"value\":\"10m\",\"origin\":\"default\"");
    }

    private void limits(String values) {
        limits(values, "acme");
    }

    private void limits(String values, String tenant) {
        text = "overrides: {" + tenant + ": {" + values + "}}";
        assertThat(POLICIES.look()).isEmpty();
    }

    private HttpResponse<String> ask(String tenant, long millis, String more) throws Exception {
        return face.json(
                FLAME,
                "{\"start\":" + (FaceFixture.NOW - millis) + ",\"end\":" + FaceFixture.NOW + "," + CPU + more + "}",
                "X-Scope-OrgID",
                tenant);
    }

    private static void refused(HttpResponse<String> response, String... parts) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains(parts).contains("invalid_argument", "series 0");
    }

    private HttpResponse<String> push(String tenant, RawProfileSeries.Builder series) throws Exception {
        return send(tenant, series.addSamples(sample(PPROF)));
    }

    /** A profile of nothing but its time. */
    private HttpResponse<String> sendOf(String tenant, long timeMillis) throws Exception {
        byte[] pprof = new byte[1 + Varints.MAX_LONG_BYTES];
        pprof[0] = 9 << 3;
        int end = Varints.write(pprof, 1, timeMillis * 1_000_000);
        return send(tenant, series("a", "1").addSamples(sample(Arrays.copyOf(pprof, end))));
    }

    private static byte[] gzip(int bytes) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(target)) {
            gzip.write(new byte[bytes]);
        }
        return target.toByteArray();
    }

    private HttpResponse<String> send(String tenant, RawProfileSeries.Builder series) throws Exception {
        return face.send(face.request(FaceFixture.PUSH)
                .header("Content-Type", "application/proto")
                .header("X-Scope-OrgID", tenant)
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        PushRequest.newBuilder().addSeries(series).build().toByteArray())));
    }

    private static RawProfileSeries.Builder series(String... namesAndValues) {
        RawProfileSeries.Builder series = RawProfileSeries.newBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            series.addLabels(LabelPair.newBuilder().setName(namesAndValues[i]).setValue(namesAndValues[i + 1]));
        }
        return series;
    }

    private static RawSample sample(byte[] pprof) {
        return RawSample.newBuilder().setRawProfile(ByteString.copyFrom(pprof)).build();
    }
}
