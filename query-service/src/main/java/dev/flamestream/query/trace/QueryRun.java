package dev.flamestream.query.trace;

import dev.flamestream.query.QueryMetrics;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * One query on its way through its stages: how long each takes, and a span for each where traces are taken.
 *
 * <p>Belongs to the thread that runs the query, from {@link QueryTracing#begin} to {@link #close}; the cost it carries is safe
 * for all.
 */
public final class QueryRun implements AutoCloseable {
    private static final ContextKey<QueryRun> KEY = ContextKey.named("flamestream-query-run");

    private final Tracer tracer;
    private final QueryMetrics metrics;
    private final Span span;
    private final Context context;
    private final Scope scope;
    private final QueryCost cost = new QueryCost();
    private final Map<QueryStage, Duration> taken = new EnumMap<>(QueryStage.class);
    private QueryStage stage = QueryStage.PARSE;
    private Span stageSpan;
    private int sampledOneIn = 1;
    private long stageBeganNanos = System.nanoTime();

    @SuppressWarnings("MustBeClosedChecker") // The scope is left when this is closed.
    QueryRun(Tracer tracer, QueryMetrics metrics, Span span, Context parent) {
        this.tracer = tracer;
        this.metrics = metrics;
        this.span = span;
        this.context = cost.in(parent.with(span)).with(KEY, this);
        this.scope = context.makeCurrent();
        this.stageSpan = begin(stage);
    }

    /** Says which stage the query of this thread has come to; does nothing where the thread runs none. */
    public static void enter(QueryStage stage) {
        QueryRun run = Context.current().get(KEY);
        if (run != null) {
            run.pass(stage);
        }
    }

    /** Says of the query of this thread that a profile may stand for so many; does nothing where the thread runs none. */
    public static void noteSampled(int oneIn) {
        QueryRun run = Context.current().get(KEY);
        if (run != null) {
            run.sampledOneIn = Math.max(run.sampledOneIn, oneIn);
        }
    }

    /** The most that a profile of the answer may stand for. */
    public int sampledOneIn() {
        return sampledOneIn;
    }

    /** What it has cost so far. */
    public QueryCost cost() {
        return cost;
    }

    /** How long it was in each stage, in the form of the header {@code Server-Timing}. */
    public String serverTiming() {
        countTime();
        StringJoiner text = new StringJoiner(", ");
        taken.forEach((passed, duration) ->
                text.add(passed.label() + ";dur=" + String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6)));
        return text.toString();
    }

    /** Says that the query came to nothing, and why. */
    public void failed(String error) {
        span.setStatus(StatusCode.ERROR, error);
    }

    private void pass(QueryStage next) {
        countTime();
        stageSpan.end();
        stage = next;
        stageSpan = begin(next);
    }

    private Span begin(QueryStage begun) {
        return tracer.spanBuilder(begun.label()).setParent(context).startSpan();
    }

    private void countTime() {
        long nowNanos = System.nanoTime();
        taken.merge(stage, Duration.ofNanos(nowNanos - stageBeganNanos), Duration::plus);
        stageBeganNanos = nowNanos;
    }

    @Override
    public void close() {
        countTime();
        stageSpan.end();
        taken.forEach(metrics::stagePassed);
        for (QueryCost.Item item : QueryCost.Item.values()) {
            metrics.queryCost(item, cost.of(item));
            if (span.isRecording()) {
                span.setAttribute("flamestream." + item.headerName(), cost.of(item));
            }
        }
        span.end();
        scope.close();
    }
}
