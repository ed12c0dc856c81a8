package dev.flamestream.query.querier;

import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.query.http.Calls;
import dev.flamestream.query.http.ConnectCode;
import dev.flamestream.query.http.RequestContext;
import dev.flamestream.query.trace.QueryRun;
import dev.flamestream.query.trace.QueryTracing;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.netty.util.AsciiString;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers calls with what the engine says: a message, what is missing from it and what it cost, or why there is none. */
public final class QueryAnswers {
    private final QueryTracing tracing;

    /** Queries are measured and traced by the tracing. */
    public QueryAnswers(QueryTracing tracing) {
        this.tracing = tracing;
    }

    private static final TextMapGetter<RequestHeaders> REQUEST_HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(RequestHeaders headers) {
            return headers.names().stream().map(AsciiString::toString).toList();
        }

        @Override
        public @Nullable String get(@Nullable RequestHeaders headers, String key) {
            return headers == null ? null : headers.get(key);
        }
    };

    /** An answer, and what is missing from it. */
    public record Answer<T>(T message, List<PartialReason> partial) {
        public Answer {
            partial = List.copyOf(partial);
        }
    }

    /** A query, which may fail as the engine's queries do. */
    @FunctionalInterface
    public interface Query<T> {
        /** Runs for a tenant. */
        Answer<T> run(String tenant) throws IOException, QueryLimitException;
    }

    /** Answers a call with what a query says. */
    <T> void answer(StreamObserver<T> observer, Query<T> query) {
        ServiceRequestContext context = ServiceRequestContext.current();
        Calls.answer(observer, () -> run(context, query));
    }

    /** Runs a query for the tenant of a request, and marks its response partial where it is. */
    public <T> T run(ServiceRequestContext context, Query<T> query) {
        String tenant = RequestContext.tenant(context);
        String name = context.config().route().patternString();
        try (QueryRun run = tracing.begin(name, tenant, context.request().headers(), REQUEST_HEADERS)) {
            try {
                return message(context, query.run(tenant));
            } catch (QueryLimitException e) {
                throw failed(run, ConnectCode.RESOURCE_EXHAUSTED.status(String.valueOf(e.getMessage())));
            } catch (IOException e) {
                throw failed(
                        run,
                        ConnectCode.UNAVAILABLE
                                .status("blocks cannot be read: " + String.valueOf(e.getMessage()))
                                .withCause(e));
            } finally {
                RequestContext.markSampled(context, run.sampledOneIn());
                RequestContext.tellCost(context, run.cost().toHeader(), run.serverTiming());
            }
        }
    }

    private static <T> T message(ServiceRequestContext context, Answer<T> answer) {
        // Details name object keys; the client needs the kind, and the log has the rest.
        RequestContext.markPartial(
                context,
                answer.partial().stream()
                        .map(reason -> reason.cause().label())
                        .distinct()
                        .toList());
        return answer.message();
    }

    private static StatusRuntimeException failed(QueryRun run, Status status) {
        run.failed(String.valueOf(status.getDescription()));
        return status.asRuntimeException();
    }
}
