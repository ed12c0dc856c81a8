package dev.flamestream.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.querier.ProfileFormat;
import dev.flamestream.schemas.querier.SelectMergeProfileRequest;
import dev.flamestream.schemas.querier.SelectMergeStacktracesRequest;
import dev.flamestream.schemas.querier.SelectMergeStacktracesResponse;
import dev.flamestream.schemas.record.Labels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QuerierOverConnectTest {
    private static FaceFixture face;

    @BeforeAll
    static void start() {
        face = FaceFixture.start();
    }

    @AfterAll
    static void stop() {
        face.close();
    }

    @Test
    void answersAFlameGraphInJsonWithNumbersAsStrings() throws Exception {
        HttpResponse<String> response = face.json(
                FaceFixture.QUERIER + "SelectMergeStacktraces",
                FaceFixture.lastHour("\"profile_typeID\":\"" + FaceFixture.CPU
                        + "\",\"label_selector\":\"{service_name=\\\"shop\\\"}\",\"not_known\":{\"a\":[1]}"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("application/json");
        assertThat(response.headers().map()).doesNotContainKey("grpc-status");
        assertThat(response.headers().map()).doesNotContainKey("x-flamestream-partial");
        assertThat(response.body())
                .isEqualTo("{\"flamegraph\":{\"names\":[\"total\",\"main\",\"parse\",\"render\"],\"levels\":["
                        + "{\"values\":[\"0\",\"35\",\"0\",\"0\"]},{\"values\":[\"0\",\"35\",\"0\",\"1\"]},"
                        + "{\"values\":[\"0\",\"15\",\"15\",\"2\",\"0\",\"20\",\"20\",\"3\"]}],"
                        + "\"total\":\"35\",\"maxSelf\":\"20\"}}");
    }

    @Test
    void readsBothSpellingsOfAName() throws Exception {
        HttpResponse<String> response = face.json(
                FaceFixture.QUERIER + "SelectMergeStacktraces",
                FaceFixture.lastHour("\"profileTypeID\":\"" + FaceFixture.CPU
                        + "\",\"labelSelector\":\"{pod=\\\"b\\\"}\",\"maxNodes\":\"100\","
                        + "\"stackTraceSelector\":{\"call_site\":[{\"name\":\"main\"}]}"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("\"total\":\"5\"");
    }

    @Test
    void answersProtobufWithProtobuf() throws Exception {
        HttpResponse<byte[]> response = proto("SelectMergeStacktraces", stacktraces(ProfileFormat.PROFILE_FORMAT_TREE));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/proto");
        assertThat(SelectMergeStacktracesResponse.parseFrom(response.body())
                        .getTree()
                        .size())
                .isPositive();
    }

    @Test
    void answersPprofInBothOfItsForms() throws Exception {
        HttpResponse<byte[]> report = proto("SelectMergeStacktraces", stacktraces(ProfileFormat.PROFILE_FORMAT_PPROF));
        HttpResponse<byte[]> plain = proto(
                "SelectMergeProfile",
                SelectMergeProfileRequest.newBuilder()
                        .setProfileTypeID(FaceFixture.CPU)
                        .setLabelSelector("{}")
                        .setStart(FaceFixture.NOW - 3_600_000)
                        .setEnd(FaceFixture.NOW)
                        .build()
                        .toByteArray());

        Profile fromReport = SelectMergeStacktracesResponse.parseFrom(report.body())
                .getPprof()
                .getProfile();
        assertThat(totalOf(fromReport)).isEqualTo(35);
        assertThat(totalOf(Profile.parseFrom(plain.body()))).isEqualTo(35);
    }

    @Test
    void readsAndWritesGzip() throws Exception {
        face.source.sections.add(Sections.section()
                .tenant("large")
                .profile(Labels.EMPTY, FaceFixture.NOW - 1000, "f".repeat(5000) + " 35")
                .build());
        byte[] body = FaceFixture.lastHour("\"profile_typeID\":\"" + FaceFixture.CPU + "\",\"label_selector\":\"{}\"")
                .getBytes(StandardCharsets.UTF_8);

        HttpResponse<byte[]> response = face.sendForBytes(face.request(FaceFixture.QUERIER + "SelectMergeStacktraces")
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Content-Encoding", "gzip")
                .header("Accept-Encoding", "gzip")
                .header("X-Scope-OrgID", "large")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip(body))));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
        String text = new String(
                new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).contains("\"total\":\"35\"");
    }

    @Test
    void profileTypesNeedNoRange() throws Exception {
        HttpResponse<String> response = face.json(FaceFixture.QUERIER + "ProfileTypes", "{}");

        assertThat(response.body())
                .isEqualTo("{\"profileTypes\":[{\"ID\":\"" + FaceFixture.CPU
                        + "\",\"name\":\"process_cpu\",\"sampleType\":\"cpu\",\"sampleUnit\":\"nanoseconds\","
                        + "\"periodType\":\"cpu\",\"periodUnit\":\"nanoseconds\"}]}");
    }

    @Test
    void anEmptyAnswerIsAnEmptyObject() throws Exception {
        HttpResponse<String> response =
                face.json(FaceFixture.QUERIER + "ProfileTypes", "{\"start\":1000,\"end\":4000}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{}");
    }

    @Test
    void labelNamesOutsideTheOldAlphabetNeedAClientThatReadsThem() throws Exception {
        String path = FaceFixture.QUERIER + "LabelNames";
        String body = FaceFixture.lastHour("\"matchers\":[\"{service_name=\\\"shop\\\"}\"]");

        HttpResponse<String> old = face.json(path, body, "Accept", "*/*");
        HttpResponse<String> able = face.json(path, body, "Accept", "*/*; allow-utf8-labelnames=true");

        assertThat(old.body()).contains("\"pod\"", "\"__profile_type__\"").doesNotContain("k8s.ns");
        assertThat(able.body()).contains("\"pod\"", "\"k8s.ns\"");
    }

    @Test
    void labelValuesAndSeriesFollowTheirMatchers() throws Exception {
        HttpResponse<String> values = face.json(
                FaceFixture.QUERIER + "LabelValues",
                FaceFixture.lastHour(
                        "\"name\":\"pod\",\"matchers\":[\"{service_name=\\\"shop\\\"}\",\"{pod!=\\\"a\\\"}\"]"));
        HttpResponse<String> series = face.json(
                FaceFixture.QUERIER + "Series",
                FaceFixture.lastHour("\"matchers\":[],\"labelNames\":[\"service_name\",\"__profile_type__\"]"));

        assertThat(values.body()).isEqualTo("{\"names\":[\"b\"]}");
        assertThat(series.body())
                .isEqualTo("{\"labelsSet\":[{\"labels\":[{\"name\":\"__profile_type__\",\"value\":\"" + FaceFixture.CPU
                        + "\"},{\"name\":\"service_name\",\"value\":\"shop\"}]}]}");
    }

    @Test
    void seriesArePointsOfRawSums() throws Exception {
        HttpResponse<String> response = face.json(
                FaceFixture.QUERIER + "SelectSeries",
                FaceFixture.lastHour("\"profile_typeID\":\"" + FaceFixture.CPU
                        + "\",\"label_selector\":\"{}\",\"step\":60,\"group_by\":[\"pod\"]"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"series\":[{\"labels\":[{\"name\":\"pod\",\"value\":\"a\"}],\"points\":[{\"value\":30.0,"
                        + "\"timestamp\":\"1699999940000\"}]},{\"labels\":[{\"name\":\"pod\",\"value\":\"b\"}],"
                        + "\"points\":[{\"value\":5.0,\"timestamp\":\"1700000000000\"}]}]}");
    }

    @Test
    void tenantsThatAreAskedTogetherAddUp() throws Exception {
        face.source.sections.add(Sections.section()
                .tenant("left")
                .profile(Labels.of("pod", "l"), FaceFixture.NOW - 1000, "main;left 3")
                .build());
        face.source.sections.add(Sections.section()
                .tenant("right")
                .profile(Labels.of("pod", "r"), FaceFixture.NOW - 1000, "main;right 4")
                .build());
        String body = FaceFixture.lastHour("\"profile_typeID\":\"" + FaceFixture.CPU + "\",\"label_selector\":\"{}\"");

        HttpResponse<String> both =
                face.json(FaceFixture.QUERIER + "SelectMergeStacktraces", body, "X-Scope-OrgID", "right|left|right");
        HttpResponse<String> pods = face.json(
                FaceFixture.QUERIER + "LabelValues",
                FaceFixture.lastHour("\"name\":\"pod\""),
                "X-Scope-OrgID",
                "left|right|nobody");

        assertThat(both.body())
                .contains("\"total\":\"7\"", "\"left\"", "\"right\"")
                .doesNotContain("render");
        assertThat(pods.body()).isEqualTo("{\"names\":[\"l\",\"r\"]}");
    }

    @Test
    void anotherTenantSeesNothing() throws Exception {
        HttpResponse<String> response =
                face.json(FaceFixture.QUERIER + "ProfileTypes", FaceFixture.lastHour(""), "X-Scope-OrgID", "other");

        assertThat(response.body()).isEqualTo("{}");
    }

    @Test
    void aPartialAnswerSaysSo() throws Exception {
        face.source.partial = List.of(new PartialReason(PartialReason.Cause.LIVE_UNAVAILABLE, "the job does not run"));

        HttpResponse<String> response = face.json(
                FaceFixture.QUERIER + "SelectMergeStacktraces",
                FaceFixture.lastHour("\"profile_typeID\":\"" + FaceFixture.CPU + "\",\"label_selector\":\"{}\""));

        face.source.reset();
        assertThat(response.headers().firstValue("x-flamestream-partial")).hasValue("live_unavailable");
        assertThat(response.body()).contains("\"total\":\"35\"");
    }

    @Test
    void anAnswerOfSampledSeriesSaysSo() throws Exception {
        face.source.sections.add(Sections.section()
                .tenant("sampled")
                .profile(Labels.of("pod", "a", Labels.SAMPLED, "10"), FaceFixture.NOW - 60_000, "main 10")
                .build());

        for (String method : List.of("SelectMergeStacktraces", "SelectSeries")) {
            HttpResponse<String> response = face.json(
                    FaceFixture.QUERIER + method,
                    FaceFixture.lastHour(
                            "\"profile_typeID\":\"" + FaceFixture.CPU + "\",\"label_selector\":\"{}\",\"step\":15"),
                    "X-Scope-OrgID",
                    "sampled");

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.headers().firstValue("x-flamestream-sampled")).hasValue("10");
        }
        HttpResponse<String> other = face.json(
                FaceFixture.QUERIER + "SelectMergeStacktraces",
                FaceFixture.lastHour("\"profile_typeID\":\"" + FaceFixture.CPU + "\",\"label_selector\":\"{}\""));
        assertThat(other.headers().map()).doesNotContainKey("x-flamestream-sampled");
    }

    private static HttpResponse<byte[]> proto(String method, byte[] body) throws IOException, InterruptedException {
        return face.sendForBytes(face.request(FaceFixture.QUERIER + method)
                .header("Content-Type", "application/proto")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static byte[] stacktraces(ProfileFormat format) throws InvalidProtocolBufferException {
        return SelectMergeStacktracesRequest.newBuilder()
                .setProfileTypeID(FaceFixture.CPU)
                .setLabelSelector("{}")
                .setStart(FaceFixture.NOW - 3_600_000)
                .setEnd(FaceFixture.NOW)
                .setFormat(format)
                .build()
                .toByteArray();
    }

    private static long totalOf(Profile profile) {
        return profile.getSampleList().stream()
                .mapToLong(sample -> sample.getValue(0))
                .sum();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
