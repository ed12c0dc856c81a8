package dev.flamestream.query.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.Server;
import dev.flamestream.query.QueryMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueryTracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final Map<String, String> HEADERS = Map.of("traceparent", "00-" + TRACE + "-" + CALLER + "-01");

    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String key) {
            return headers == null ? null : headers.get(key);
        }
    };

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final QueryMetrics metrics = new QueryMetrics(registry);

    @Test
    void aQueryIsASpanBelowItsCallersWithAChildForEachStage() {
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build();
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(provider)
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();

        try (QueryTracing tracing = new QueryTracing(sdk, metrics)) {
            runQuery(tracing);

            List<SpanData> found = spans.getFinishedSpanItems();
            SpanData query = found.get(found.size() - 1);
            assertThat(query.getName()).isEqualTo("/query");
            assertThat(query.getTraceId()).isEqualTo(TRACE);
            assertThat(query.getParentSpanId()).isEqualTo(CALLER);
            assertThat(query.getAttributes().get(AttributeKey.longKey("flamestream.s3-requests")))
                    .isEqualTo(3);
            assertThat(found.subList(0, found.size() - 1))
                    .allSatisfy(stage -> assertThat(stage.getParentSpanId()).isEqualTo(query.getSpanId()))
                    .extracting(SpanData::getName)
                    .containsExactly("parse", "listing", "footers", "merge", "render");
        }
    }

    @Test
    void spansReachAnOtlpReceiver() {
        List<String> received = new CopyOnWriteArrayList<>();
        Server receiver = Server.builder()
                .http(0)
                .service(
                        "/v1/traces",
                        (context, request) ->
                                HttpResponse.of(request.aggregate().thenApply(whole -> {
                                    received.add(whole.content().toString(StandardCharsets.ISO_8859_1));
                                    return HttpResponse.of(HttpStatus.OK);
                                })))
                .build();
        receiver.start().join();
        URI endpoint = URI.create("http://127.0.0.1:" + receiver.activeLocalPort());

        try (QueryTracing tracing = QueryTracing.open(new TracingSettings(endpoint, 1), metrics)) {
            runQuery(tracing);
        }
        receiver.stop().join();

        assertThat(String.join("", received)).contains("flamestream-query-service", "/query", "footers", "merge");
    }

    @Test
    void withoutAReceiverThereIsNoSpanAndTheCostIsCountedAllTheSame() {
        int threads = Thread.activeCount();
        try (QueryTracing tracing = QueryTracing.open(TracingSettings.OFF, metrics)) {
            try (QueryRun run = tracing.begin("/query", "acme", Map.of(), GETTER)) {
                assertThat(Span.current().getSpanContext().isValid()).isFalse();
                QueryCost.current().add(QueryCost.Item.HEAD_READS, 2);
                assertThat(run.cost().toHeader()).isEqualTo("head-reads=2");
            }
        }

        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
        assertThat(registry.summary("query.head.reads").totalAmount()).isEqualTo(2);
        assertThat(QueryCost.current().toHeader()).isEqualTo("none");
    }

    private static void runQuery(QueryTracing tracing) {
        try (QueryRun run = tracing.begin("/query", "acme", HEADERS, GETTER)) {
            QueryRun.enter(QueryStage.LISTING);
            QueryCost.current().add(QueryCost.Item.S3_REQUESTS, 3);
            QueryRun.enter(QueryStage.FOOTERS);
            QueryRun.enter(QueryStage.MERGE);
            QueryRun.enter(QueryStage.RENDER);
            assertThat(run.serverTiming())
                    .matches("parse;dur=.*, listing;dur=.*, footers;dur=.*, merge;dur=.*, render;dur=.*");
        }
    }
}
