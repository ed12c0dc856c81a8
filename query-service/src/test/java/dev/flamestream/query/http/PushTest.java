package dev.flamestream.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.flamestream.query.push.ProfilePublisher.Outcome;
import dev.flamestream.query.push.ProfilePublisher.Published;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.push.PushRequest;
import dev.flamestream.schemas.push.RawProfileSeries;
import dev.flamestream.schemas.push.RawSample;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.schemas.types.LabelPair;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushTest {
    private static final String ID = "0a1b2c3d-0000-4000-8000-00000000000f";
    private static final ByteString PPROF = Profile.newBuilder()
            .addStringTable("")
            .setTimeNanos(1_699_999_999_123_456_789L)
            .build()
            .toByteString();

    private static FaceFixture face;

    @BeforeAll
    static void start() {
        face = FaceFixture.start();
    }

    @AfterAll
    static void stop() {
        face.close();
    }

    @BeforeEach
    void forget() {
        face.publisher.records.clear();
        face.publisher.answer = Published.ACKNOWLEDGED;
    }

    @Test
    void aSampleBecomesARecordOfItsSeriesTimeAndId() throws Exception {
        HttpResponse<String> response = push(
                series("service_name", "shop", "k8s.namespace/名", "böse \"x\"", "empty", "")
                        .addSamples(sample(PPROF, ID)),
                "X-Scope-OrgID",
                "acme");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        ProfileRecord record = face.publisher.records.get(0);
        assertThat(record.tenant()).isEqualTo("acme");
        assertThat(record.value()).isEqualTo(PPROF.toByteArray());
        assertThat(record.headers())
                .containsExactly(
                        new ProfileRecord.Header("tenant", "acme"),
                        new ProfileRecord.Header("label.k8s.namespace/名", "böse \"x\""),
                        new ProfileRecord.Header("label.service_name", "shop"),
                        new ProfileRecord.Header("time", "1699999999123"),
                        new ProfileRecord.Header("id", ID),
                        new ProfileRecord.Header("agent", "flamestream-push"));
    }

    @Test
    void whatIsMissingIsFilledIn() throws Exception {
        push(series().addSamples(sample(
                Profile.getDefaultInstance().toBuilder()
                        .addStringTable("")
                        .build()
                        .toByteString(),
                "no uuid")));

        assertThat(face.publisher.records.get(0).headers())
                .containsExactly(
                        new ProfileRecord.Header("tenant", "anonymous"),
                        new ProfileRecord.Header("label.service_name", "unknown_service"),
                        new ProfileRecord.Header("time", Long.toString(FaceFixture.NOW)),
                        new ProfileRecord.Header("agent", "flamestream-push"));
    }

    @Test
    void severalSamplesAreSeveralRecords() throws Exception {
        HttpResponse<String> response =
                push(series("service_name", "a").addSamples(sample(PPROF, "")).addSamples(sample(PPROF, "")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(face.publisher.records).hasSize(2);
    }

    @Test
    void jsonIsTakenToo() throws Exception {
        HttpResponse<String> response = face.json(
                FaceFixture.PUSH,
                "{\"series\":[{\"labels\":[{\"name\":\"service_name\",\"value\":\"a\"}],\"samples\":[{\"rawProfile\":\"MgA=\"}]}]}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{}");
        assertThat(face.publisher.records.get(0).value()).containsExactly(0x32, 0);
    }

    @Test
    void labelsThatBreakARuleAreRefusedAndNothingIsPublished() throws Exception {
        for (RawProfileSeries.Builder series : List.of(
                series("a", "1", "a", "2"),
                series("", "1"),
                series("n".repeat(1025), "1"),
                series("a", "v".repeat(2049)),
                manyLabels(31))) {
            HttpResponse<String> response = push(series.addSamples(sample(PPROF, "")));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
            assertThat(response.body())
                    .startsWith("{\"code\":\"invalid_argument\",\"message\":\"series 0: ")
                    .contains("expected");
        }
        assertThat(push(manyLabels(30).addSamples(sample(PPROF, ""))).statusCode())
                .isEqualTo(200);
        assertThat(face.publisher.records).hasSize(1);
    }

    @Test
    void aProfileWithoutBytesIsRefused() throws Exception {
        assertThat(push(series().addSamples(sample(ByteString.EMPTY, ""))).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aProfileLargerThanARecordIs413AndNamesTheLimit() throws Exception {
        HttpResponse<String> response =
                push(series().addSamples(sample(ByteString.copyFrom(new byte[RecordFormat.MAX_VALUE_BYTES + 1]), "")));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(413);
        assertThat(response.body())
                .startsWith("{\"code\":\"resource_exhausted\"")
                .contains("MAX_VALUE_BYTES", Integer.toString(RecordFormat.MAX_VALUE_BYTES + 1));
    }

    @Test
    void kafkaAwayIs503() throws Exception {
        face.publisher.answer = new Published(Outcome.UNAVAILABLE, "Kafka did not acknowledge: timeout");

        HttpResponse<String> response = push(series().addSamples(sample(PPROF, "")));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .isEqualTo("{\"code\":\"unavailable\",\"message\":\"Kafka did not acknowledge: timeout\"}");
    }

    private static HttpResponse<String> push(RawProfileSeries.Builder series, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = face.request(FaceFixture.PUSH)
                .header("Content-Type", "application/proto")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        PushRequest.newBuilder().addSeries(series).build().toByteArray()));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return face.send(request);
    }

    private static RawProfileSeries.Builder series(String... namesAndValues) {
        RawProfileSeries.Builder series = RawProfileSeries.newBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            series.addLabels(LabelPair.newBuilder().setName(namesAndValues[i]).setValue(namesAndValues[i + 1]));
        }
        return series;
    }

    private static RawProfileSeries.Builder manyLabels(int count) {
        RawProfileSeries.Builder series = RawProfileSeries.newBuilder();
        for (int i = 0; i < count; i++) {
            series.addLabels(LabelPair.newBuilder().setName("l" + i).setValue("v"));
        }
        return series;
    }

    private static RawSample sample(ByteString pprof, String id) {
        return RawSample.newBuilder().setRawProfile(pprof).setID(id).build();
    }
}
