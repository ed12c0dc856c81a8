package dev.flamestream.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorShapesTest {
    private static final String FLAME = FaceFixture.QUERIER + "SelectMergeStacktraces";
    private static final String WHOLE =
            FaceFixture.lastHour("\"profile_typeID\":\"" + FaceFixture.CPU + "\",\"label_selector\":\"{}\"");

    private static FaceFixture face;

    @BeforeAll
    static void start() {
        face = FaceFixture.start();
    }

    @AfterAll
    static void stop() {
        face.close();
    }

    @AfterEach
    void letGo() {
        face.source.reset();
        face.awaitInFlight(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"start\":\"x\"}", "{\"matchers\":3}", "null", "{\"start\":1e99}"})
    void jsonThatIsNotTheRequestIs400(String body) throws Exception {
        expect(face.json(FaceFixture.QUERIER + "Series", body), 400, "invalid_argument");
    }

    @Test
    void protobufThatIsNotTheRequestIs400() throws Exception {
        HttpResponse<String> response = face.send(face.request(FLAME)
                .header("Content-Type", "application/proto")
                .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 1, 2})));

        expect(response, 400, "invalid_argument");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"profile_typeID\":\"a:b\",\"label_selector\":\"{}\"",
                "\"profile_typeID\":\"process_cpu:cpu:nanoseconds:cpu:nanoseconds\",\"label_selector\":\"\"",
                "\"profile_typeID\":\"process_cpu:cpu:nanoseconds:cpu:nanoseconds\",\"label_selector\":\"{a=~\\\"(\\\"}\"",
                "\"profile_typeID\":\"process_cpu:cpu:nanoseconds:cpu:nanoseconds\",\"label_selector\":\"{}\",\"max_nodes\":-1",
                "\"profile_typeID\":\"process_cpu:cpu:nanoseconds:cpu:nanoseconds\",\"label_selector\":\"{}\",\"max_nodes\":1048577",
            })
    void fieldsThatMakeNoSenseAre400(String fields) throws Exception {
        expect(face.json(FLAME, FaceFixture.lastHour(fields)), 400, "invalid_argument");
    }

    @Test
    void messagesSayWhatTheySayWithoutTheEncodingOfTheGrpcHeader() throws Exception {
        String selector = "\"profile_typeID\":\"" + FaceFixture.CPU + "\",\"label_selector\":\"{a ü~100%7E}\"";

        HttpResponse<String> response = face.json(FLAME, FaceFixture.lastHour(selector));

        assertThat(response.body()).contains("'=~'").contains("ü~100%7E").doesNotContain("=%7E");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"start\":2000,\"end\":1000}",
                "{\"start\":1000}",
                "{\"start\":-5,\"end\":1000}",
                "{\"start\":1000,\"end\":9000000000000}"
            })
    void rangesThatMakeNoSenseAre400(String body) throws Exception {
        expect(face.json(FaceFixture.QUERIER + "LabelNames", body), 400, "invalid_argument");
    }

    @Test
    void aTenantThatIsNoFolderNameIs400() throws Exception {
        expect(face.json(FLAME, WHOLE, "X-Scope-OrgID", "a/../b"), 400, "invalid_argument");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme|", "|", "acme|a/../b"})
    void oneOfSeveralTenantsThatIsNoFolderNameIs400(String tenants) throws Exception {
        expect(face.json(FLAME, WHOLE, "X-Scope-OrgID", tenants), 400, "invalid_argument");
    }

    @Test
    void moreTenantsThanAQueryMayHaveAre400() throws Exception {
        String tenants = IntStream.range(0, 33).mapToObj(i -> "t" + i).collect(Collectors.joining("|"));

        HttpResponse<String> response = face.json(FLAME, WHOLE, "X-Scope-OrgID", tenants);

        expect(response, 400, "invalid_argument");
        assertThat(response.body()).contains("at most 32 tenants, found 33");
    }

    @Test
    void aPushForSeveralTenantsIs400() throws Exception {
        expect(face.json(FaceFixture.PUSH, "{}", "X-Scope-OrgID", "acme|globex"), 400, "invalid_argument");
    }

    @Test
    void aMalformedAcceptIs400() throws Exception {
        expect(face.json(FLAME, WHOLE, "Accept", "nonsense"), 400, "invalid_argument");
    }

    @Test
    void aMissingTenantIs401WhereOneIsRequired() throws Exception {
        try (FaceFixture strict = new FaceFixture(true, Optional.empty())) {
            expect(strict.json(FLAME, WHOLE), 401, "unauthenticated");
            assertThat(strict.json(FLAME, WHOLE, "X-Scope-OrgID", "acme").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void anUnknownPathIs404() throws Exception {
        expect(face.send(face.request("/nothing/here")), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    void anythingButPostIs405(String method) throws Exception {
        HttpResponse<String> response = face.send(face.request(FLAME).method(method, BodyPublishers.noBody()));

        expect(response, 405, "invalid_argument");
        assertThat(response.headers().firstValue("allow")).hasValue("POST");
    }

    @Test
    void aBodyOverTheMaximumIs413() throws Exception {
        expect(face.json(FLAME, " ".repeat(FaceFixture.MAX_QUERY_BYTES + 1) + WHOLE), 413, "resource_exhausted");
    }

    @Test
    void aBombOf300MegabytesIs413() throws Exception {
        HttpResponse<String> response = face.send(face.request(FaceFixture.PUSH)
                .header("Content-Type", "application/proto")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofInputStream(ErrorShapesTest::bomb)));

        expect(response, 413, "resource_exhausted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/json5"})
    void anotherContentTypeIs415(String type) throws Exception {
        HttpResponse<String> response =
                face.send(face.request(FLAME).header("Content-Type", type).POST(BodyPublishers.ofString(WHOLE)));

        expect(response, 415, "invalid_argument");
    }

    @Test
    void noContentTypeIs415() throws Exception {
        expect(face.send(face.request(FLAME).POST(BodyPublishers.ofString(WHOLE))), 415, "invalid_argument");
    }

    @Test
    void moreThanMayBeInFlightIs429() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        face.source.gate = Optional.of(gate);
        HttpRequest request = face.request(FLAME)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(WHOLE))
                .build();
        for (int i = 0; i < 4; i++) {
            face.sendLater(request);
        }
        face.awaitInFlight(4);

        HttpResponse<String> response = face.json(FLAME, WHOLE);

        expect(response, 429, "resource_exhausted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Diff", "SelectHeatmap", "NoSuchMethod"})
    void aMethodThatWeLackIs501(String method) throws Exception {
        expect(face.json(FaceFixture.QUERIER + method, "{}"), 501, "unimplemented");
    }

    @Test
    void aServiceThatWeLackIs501() throws Exception {
        expect(face.json("/settings.v1.SettingsService/Get", "{}"), 501, "unimplemented");
    }

    @Test
    void anEncodingThatWeLackIs501() throws Exception {
        expect(face.json(FLAME, WHOLE, "Content-Encoding", "zstd"), 501, "unimplemented");
    }

    @Test
    void aFormatThatWeLackIs501() throws Exception {
        String body = FaceFixture.lastHour("\"profile_typeID\":\"" + FaceFixture.CPU
                + "\",\"label_selector\":\"{}\",\"format\":\"PROFILE_FORMAT_DOT\"");

        expect(face.json(FLAME, body), 501, "unimplemented");
    }

    @Test
    void aStoreThatIsAwayIs503() throws Exception {
        face.source.failure = Optional.of(new IOException("connection refused"));

        expect(face.json(FLAME, WHOLE), 503, "unavailable");
    }

    @Test
    void aBugOfOursIs500() throws Exception {
        face.source.bug = Optional.of(new IllegalStateException("an invariant is broken"));

        expect(face.json(FLAME, WHOLE), 500, "internal");
    }

    @Test
    void aRequestOutOfTimeIs504() throws Exception {
        face.source.gate = Optional.of(new CountDownLatch(1));

        expect(face.json(FLAME, WHOLE, "Connect-Timeout-Ms", "150"), 504, "deadline_exceeded");
    }

    @Test
    void aTimeoutThatIsNoNumberIs400() throws Exception {
        expect(face.json(FLAME, WHOLE, "Connect-Timeout-Ms", "12345678901"), 400, "invalid_argument");
    }

    @ParameterizedTest
    @EnumSource(ConnectCode.class)
    void everyCodeIsTheOneOfItsGrpcStatus(ConnectCode code) {
        assertThat(ConnectCode.of(code.grpcCode())).isEqualTo(code);
        assertThat(code.wireName())
                .isEqualTo(
                        code.grpcCode() == io.grpc.Status.Code.CANCELLED
                                ? "canceled"
                                : code.grpcCode().name().toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void aCanceledCallIs499() {
        assertThat(ConnectCode.CANCELED.httpStatus().code()).isEqualTo(499);
    }

    private static void expect(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).startsWith("{\"code\":\"" + code + "\",\"message\":\"");
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("application/json");
    }

    /** Zeros that inflate to 300 MiB, made while they are sent, so that the test needs no memory for them either. */
    private static InputStream bomb() {
        try {
            PipedInputStream in = new PipedInputStream(1 << 16);
            PipedOutputStream out = new PipedOutputStream(in);
            Thread writer = new Thread(
                    () -> {
                        byte[] zeros = new byte[1 << 20];
                        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                            for (int i = 0; i < 300; i++) {
                                gzip.write(zeros);
                            }
                        } catch (IOException e) {
                            // The server has refused it and closed the connection: what the test is about.
                        }
                    },
                    "bomb");
            writer.setDaemon(true);
            writer.start();
            return in;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
