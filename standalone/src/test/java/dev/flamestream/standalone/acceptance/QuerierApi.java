package dev.flamestream.standalone.acceptance;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.flamestream.engine.reference.NaiveProfile;
import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.timeline.SeriesRequest;
import dev.flamestream.schemas.querier.ProfileTypesRequest;
import dev.flamestream.schemas.querier.ProfileTypesResponse;
import dev.flamestream.schemas.querier.SelectMergeProfileRequest;
import dev.flamestream.schemas.querier.SelectSeriesRequest;
import dev.flamestream.schemas.querier.SelectSeriesResponse;
import dev.flamestream.schemas.querier.SeriesResponse;
import dev.flamestream.schemas.record.ProfileType;
import dev.flamestream.schemas.types.LabelValuesRequest;
import dev.flamestream.schemas.types.LabelValuesResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Asks the querier API as its clients do: Connect with protobuf over HTTP. Thread-safe. */
final class QuerierApi {
    /** The service's own bound on a request is a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(70);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI service;

    QuerierApi(URI service) {
        this.service = service;
    }

    /** An answer; {@code partial} is what the header says is missing, empty where it is whole. */
    record Answer<T>(T message, String partial) {
        /** The message of an answer that must be whole. */
        T whole() {
            if (!partial.isEmpty()) {
                throw new AssertionError("expected a whole answer, found one without " + partial);
            }
            return message;
        }
    }

    /** The merged profile of a selection, as a file. */
    Answer<NaiveProfile> profile(Selection selection) throws IOException {
        SelectMergeProfileRequest request = SelectMergeProfileRequest.newBuilder()
                .setProfileTypeID(selection.profileType().map(ProfileType::id).orElseThrow())
                .setLabelSelector(selector(selection))
                .setStart(selection.range().startMillis())
                .setEnd(selection.range().endMillis() - 1)
                .build();
        Answer<byte[]> answer = call(selection.tenant(), "SelectMergeProfile", request);
        return new Answer<>(NaiveProfile.read(answer.message), answer.partial);
    }

    Answer<SelectSeriesResponse> timeline(Selection selection, SeriesRequest points) throws IOException {
        SelectSeriesRequest request = SelectSeriesRequest.newBuilder()
                .setProfileTypeID(selection.profileType().map(ProfileType::id).orElseThrow())
                .setLabelSelector(selector(selection))
                .setStart(points.startMillis())
                .setEnd(points.endMillis())
                .setStep(points.stepMillis() / 1000.0)
                .addAllGroupBy(points.groupBy())
                .build();
        return call(selection.tenant(), "SelectSeries", request, SelectSeriesResponse.parser());
    }

    Answer<ProfileTypesResponse> profileTypes(Selection selection) throws IOException {
        ProfileTypesRequest request = ProfileTypesRequest.newBuilder()
                .setStart(selection.range().startMillis())
                .setEnd(selection.range().endMillis() - 1)
                .build();
        return call(selection.tenant(), "ProfileTypes", request, ProfileTypesResponse.parser());
    }

    Answer<LabelValuesResponse> labelValues(Selection selection, String name) throws IOException {
        LabelValuesRequest request = LabelValuesRequest.newBuilder()
                .setName(name)
                .addMatchers(selector(selection))
                .setStart(selection.range().startMillis())
                .setEnd(selection.range().endMillis() - 1)
                .build();
        return call(selection.tenant(), "LabelValues", request, LabelValuesResponse.parser());
    }

    Answer<SeriesResponse> series(Selection selection, List<String> labelNames) throws IOException {
        dev.flamestream.schemas.querier.SeriesRequest request =
                dev.flamestream.schemas.querier.SeriesRequest.newBuilder()
                        .addMatchers(selector(selection))
                        .addAllLabelNames(labelNames)
                        .setStart(selection.range().startMillis())
                        .setEnd(selection.range().endMillis() - 1)
                        .build();
        return call(selection.tenant(), "Series", request, SeriesResponse.parser());
    }

    private static String selector(Selection selection) {
        return selection.matchers().stream().map(QuerierApi::text).collect(Collectors.joining(",", "{", "}"));
    }

    /** A matcher as it is written; a name that is no identifier stands in quotes. */
    private static String text(LabelMatcher matcher) {
        String text = matcher.toString();
        return matcher.name().matches("[a-zA-Z_][a-zA-Z0-9_]*")
                ? text
                : '"' + matcher.name() + '"' + text.substring(matcher.name().length());
    }

    private <T> Answer<T> call(String tenant, String method, Message request, Parser<T> parser) throws IOException {
        Answer<byte[]> answer = call(tenant, method, request);
        try {
            return new Answer<>(parser.parseFrom(answer.message), answer.partial);
        } catch (InvalidProtocolBufferException failure) {
            throw new AssertionError(
                    method + ": expected a message, found " + answer.message.length + " bytes", failure);
        }
    }

    private Answer<byte[]> call(String tenant, String method, Message message) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("querier.v1.QuerierService/" + method))
                .timeout(PATIENCE)
                .header("Content-Type", "application/proto")
                .header("Accept", "application/proto; allow-utf8-labelnames=true")
                .header("X-Scope-OrgID", tenant)
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.toByteArray()))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new AssertionError(method + " answered " + response.statusCode() + ": "
                        + new String(response.body(), StandardCharsets.UTF_8) + "\nto " + message);
            }
            return new Answer<>(
                    response.body(),
                    response.headers().firstValue("X-Flamestream-Partial").orElse(""));
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interruption);
        }
    }
}
