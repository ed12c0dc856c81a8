package dev.flamestream.query.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The pages for operators: {@code /ready}, {@code /healthz}, {@code /metrics} and {@code /debug/pprof/}. */
final class StatusPages {
    /** A scraper takes its kinds of profile side by side, one recording each. */
    private static final int MAX_RECORDINGS = SelfProfiler.Kind.values().length;

    private StatusPages() {}

    static void addTo(
            ServerBuilder server,
            Readiness readiness,
            PrometheusMeterRegistry metrics,
            Optional<SelfProfiler> profiler) {
        HttpService ready = (context, request) -> readyPage(readiness);
        HttpService healthy = (context, request) -> HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "ok\n");
        HttpService metricsPage = (context, request) -> {
            String accept = request.headers().get(HttpHeaderNames.ACCEPT, "text/plain");
            boolean openMetrics = accept.contains("application/openmetrics-text");
            String type = openMetrics
                    ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                    : "text/plain; version=0.0.4; charset=utf-8";
            return HttpResponse.of(HttpStatus.OK, MediaType.parse(type), metrics.scrape(type));
        };
        server.route().get("/ready").build(ready);
        server.route().get("/healthz").build(healthy);
        server.route().get("/metrics").build(metricsPage);
        Semaphore recording = new Semaphore(MAX_RECORDINGS);
        for (SelfProfiler.Kind kind : SelfProfiler.Kind.values()) {
            server.route().get("/debug/pprof/" + kind.path()).build(new SelfProfilePage(kind, profiler, recording));
        }
    }

    private static HttpResponse readyPage(Readiness readiness) {
        Optional<String> whyNot = readiness.whyNot();
        HttpStatus status = whyNot.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
        return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, whyNot.orElse("ready") + "\n");
    }
}
