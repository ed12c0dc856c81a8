package dev.flamestream.query.trace;

import dev.flamestream.query.QueryMetrics;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;

/**
 * Begins the runs of queries, as spans below what the caller's {@code traceparent} names.
 *
 * <p>Without a receiver there is no SDK: no thread, and spans that are one shared object. With one, a full queue drops spans;
 * a query never waits for the receiver.
 */
public final class QueryTracing implements AutoCloseable {
    private static final String SERVICE_NAME = "flamestream-query-service";

    /** A receiver that takes longer has lost what it was sent; the queue holds the spans of some hundred queries. */
    private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(5);

    private final OpenTelemetry telemetry;
    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final QueryMetrics metrics;

    /** Owns the telemetry, if it is to be closed. */
    public QueryTracing(OpenTelemetry telemetry, QueryMetrics metrics) {
        this.telemetry = telemetry;
        this.tracer = telemetry.getTracer("dev.flamestream.query");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
        this.metrics = metrics;
    }

    /** Stages and costs are measured, and nothing is traced. */
    public static QueryTracing off(QueryMetrics metrics) {
        return new QueryTracing(OpenTelemetry.noop(), metrics);
    }

    /** Tracing as the settings say. */
    public static QueryTracing open(TracingSettings settings, QueryMetrics metrics) {
        if (!settings.isOn()) {
            return off(metrics);
        }
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.otlpEndpoint().resolve("/v1/traces").toString())
                .setTimeout(EXPORT_TIMEOUT)
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().toBuilder()
                        .put(AttributeKey.stringKey("service.name"), SERVICE_NAME)
                        .build())
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sampledRatio())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setExporterTimeout(EXPORT_TIMEOUT)
                        .build())
                .build();
        return new QueryTracing(
                OpenTelemetrySdk.builder()
                        .setTracerProvider(provider)
                        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                        .build(),
                metrics);
    }

    /** Begins a query on this thread; whoever begins it closes it, on the same thread. */
    public <C> QueryRun begin(String name, String tenant, C request, TextMapGetter<C> headers) {
        metrics.asked(tenant);
        Context parent = propagator.extract(Context.root(), request, headers);
        Span span = tracer.spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("flamestream.tenant", tenant)
                .startSpan();
        return new QueryRun(tracer, metrics, span, parent);
    }

    /** Sends what waits, within a bound. */
    @Override
    public void close() {
        if (telemetry instanceof OpenTelemetrySdk sdk) {
            sdk.close();
        }
    }
}
