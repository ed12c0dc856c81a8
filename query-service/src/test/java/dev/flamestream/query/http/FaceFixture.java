package dev.flamestream.query.http;

import com.linecorp.armeria.server.Server;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.select.FederatedSource;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.merge.MergeThreads;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.push.PusherFace;
import dev.flamestream.query.querier.QuerierFace;
import dev.flamestream.query.querier.Queries;
import dev.flamestream.query.querier.QueryAnswers;
import dev.flamestream.query.querier.QueryBounds;
import dev.flamestream.query.querier.QuerySettings;
import dev.flamestream.query.querier.Selections;
import dev.flamestream.query.render.RenderPage;
import dev.flamestream.query.trace.QueryTracing;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** The whole HTTP face on a free port, with fakes behind it. */
final class FaceFixture implements AutoCloseable {
    static final long NOW = 1_700_000_000_000L;
    static final String CPU = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";
    static final String QUERIER = "/querier.v1.QuerierService/";
    static final String PUSH = "/push.v1.PusherService/Push";
    static final int MAX_QUERY_BYTES = 100_000;

    final FakeSource source = new FakeSource();
    final FakePublisher publisher = new FakePublisher();
    volatile Optional<String> whyNotReady = Optional.empty();
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final QueryMetrics metrics = new QueryMetrics(registry);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Server server;
    private String defaultTenant = "";

    FaceFixture(boolean isMultiTenant, Optional<SelfProfiler> profiler) {
        this(isMultiTenant, profiler, PolicyWatch.without(TenantLimits.DEFAULT), TenantTokens.none());
    }

    FaceFixture(boolean isMultiTenant, Optional<SelfProfiler> profiler, PolicyWatch policies, TenantTokens tokens) {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
        QuerySettings settings = new QuerySettings(QueryLimits.DEFAULT, Duration.ofDays(31), 8192, 1 << 20);
        QueryBounds bounds = new QueryBounds(settings, policies, clock);
        Queries queries = new Queries(new FederatedSource(source), settings, bounds, metrics, MergeThreads.CALLER);
        Selections selections = new Selections(bounds);
        QueryAnswers answers = new QueryAnswers(QueryTracing.off(metrics));
        HttpSettings httpSettings = new HttpSettings(
                "127.0.0.1",
                0,
                Duration.ofSeconds(20),
                MAX_QUERY_BYTES,
                20 << 20,
                4,
                4,
                2,
                isMultiTenant,
                Duration.ZERO,
                Duration.ofSeconds(5));
        server = HttpFace.build(
                httpSettings,
                new HttpFace.Services(
                        new QuerierFace(queries, selections, answers, clock),
                        new PusherFace(policies, publisher, clock, metrics),
                        Map.of("/pyroscope/render", new RenderPage(queries, selections, answers, clock)),
                        () -> whyNotReady,
                        policies,
                        tokens),
                metrics,
                registry,
                profiler);
        server.start().join();
        source.sections.add(Sections.section()
                .tenant(RecordFormat.DEFAULT_TENANT)
                .profile(Labels.of("pod", "a", "k8s.ns", "shop"), NOW - 60_000, "main;parse 10", "main;render 20")
                .profile(Labels.of("pod", "b"), NOW - 30_000, "main;parse 5")
                .build());
    }

    /** With several tenants; a request that names none is of the tenant anonymous. */
    static FaceFixture start() {
        FaceFixture face = new FaceFixture(true, Optional.empty());
        face.defaultTenant = RecordFormat.DEFAULT_TENANT;
        return face;
    }

    private HttpRequest withTenant(HttpRequest request) {
        boolean isNamed =
                request.headers().firstValue(RequestContext.TENANT_HEADER).isPresent();
        return isNamed || defaultTenant.isEmpty()
                ? request
                : HttpRequest.newBuilder(request, (name, value) -> true)
                        .header(RequestContext.TENANT_HEADER, defaultTenant)
                        .build();
    }

    int port() {
        return server.activeLocalPort();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> json(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(withTenant(request.build()), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Waits until so many queries run or wait. */
    void awaitInFlight(int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (metrics.queriesInFlight().get() != count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "expected " + count + " queries in flight within 10 s, found " + metrics.queriesInFlight());
            }
            Thread.onSpinWait();
        }
    }

    /** Sends without waiting for the answer. */
    void sendLater(HttpRequest request) {
        var unused = http.sendAsync(withTenant(request), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(withTenant(request.build()), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The JSON of a request about the last hour. */
    static String lastHour(String fields) {
        return "{\"start\":" + (NOW - 3_600_000) + ",\"end\":\"" + NOW + "\"" + (fields.isEmpty() ? "" : "," + fields)
                + "}";
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
