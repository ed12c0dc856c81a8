package dev.flamestream.query.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.query.QueryMetrics;
import io.grpc.BindableService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** All routes of the service on one port. */
public final class HttpFace {
    /** Asking many tenants is as much work as asking each. */
    private static final int MAX_TENANTS_OF_A_QUERY = 32;

    /** The server does not wait for requests in flight at all where it need not see this much quiet after the last. */
    private static final Duration QUIET = Duration.ofMillis(50);

    /** Paths of the APIs of this family have a service with a version in its package; those we lack say so. */
    private static final String ANY_API_METHOD = "regex:^/[a-z][a-z0-9]*\\.v[0-9][a-z0-9]*\\.[A-Za-z]+/[A-Za-z]+$";

    private HttpFace() {}

    /** What answers behind the edge. */
    public record Services(
            BindableService querier,
            BindableService pusher,
            Map<String, HttpService> blockingPages,
            Readiness readiness,
            PolicyWatch policies,
            TenantTokens tokens) {
        public Services {
            blockingPages = Map.copyOf(blockingPages);
        }
    }

    /** Builds a server that is not started yet. */
    public static Server build(
            HttpSettings settings,
            Services services,
            QueryMetrics metrics,
            PrometheusMeterRegistry registry,
            Optional<SelfProfiler> profiler) {
        BlockingTaskExecutor queryThreads = threads("query", settings.blockingThreads());
        ServerBuilder server = Server.builder()
                .http(new InetSocketAddress(settings.bindAddress(), settings.port()))
                .requestTimeout(settings.requestTimeout())
                .maxRequestLength(settings.maxQueryBytes())
                .errorHandler(new ErrorBodies())
                .gracefulShutdownTimeout(QUIET, settings.shutdownGrace().plus(QUIET))
                .blockingTaskExecutor(queryThreads, true)
                .decorator((delegate, context, request) -> measured(delegate, context, request, metrics));
        TenantRules tenants = new TenantRules(settings.isMultiTenant(), services.tokens());
        TenantInFlight perTenant = new TenantInFlight(services.policies());
        ApiRoutes apis = new ApiRoutes(settings, tenants);
        ApiRoutes.Bounds queries = new ApiRoutes.Bounds(
                "queries",
                settings.maxQueriesInFlight(),
                metrics.queriesInFlight(),
                settings.maxQueryBytes(),
                MAX_TENANTS_OF_A_QUERY,
                perTenant::decorate);
        apis.add(server, services.querier(), queries, queryThreads);
        apis.add(
                server,
                services.pusher(),
                new ApiRoutes.Bounds(
                        "pushes",
                        settings.maxPushesInFlight(),
                        metrics.pushesInFlight(),
                        settings.maxPushBytes(),
                        // A profile belongs to one.
                        1,
                        pushes -> pushes),
                // Of their own, so that long queries do not hold up pushes, which wait for Kafka and compute little.
                threads("push", settings.maxPushesInFlight()));
        services.blockingPages()
                .forEach((path, page) -> server.route()
                        .path(path)
                        .methods(HttpMethod.GET, HttpMethod.HEAD)
                        .build(page.decorate(queries.perTenant())
                                .decorate(delegate -> new TenantGate(delegate, tenants, queries.maxTenants()))
                                .decorate(delegate -> new InFlightLimit(
                                        delegate, queries.name(), queries.maxInFlight(), queries.inFlight()))));
        server.route().methods(HttpMethod.POST).path(ANY_API_METHOD).build(ApiRoutes::unknownMethod);
        server.route()
                .get("/api/limits")
                .build(new LimitsPage(services.policies()).decorate(delegate -> new TenantGate(delegate, tenants, 1)));
        StatusPages.addTo(server, services.readiness(), registry, profiler);
        WebPage.addTo(server, HttpFace.class.getClassLoader());
        return server.build();
    }

    private static BlockingTaskExecutor threads(String name, int count) {
        return BlockingTaskExecutor.builder()
                .threadNamePrefix(name)
                .numThreads(count)
                .build();
    }

    private static HttpResponse measured(
            HttpService delegate, ServiceRequestContext context, HttpRequest request, QueryMetrics metrics)
            throws Exception {
        // Patterns and not paths: what clients make up must not become a label.
        String route = context.config().route().patternString();
        var unused = context.log()
                .whenComplete()
                .thenAccept(log -> metrics.answered(
                        route, log.responseHeaders().status().code(), Duration.ofNanos(log.totalDurationNanos())));
        return delegate.serve(context, request);
    }
}
