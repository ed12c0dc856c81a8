package dev.flamestream.query.querier;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.query.http.Calls;
import dev.flamestream.query.http.ConnectCode;
import dev.flamestream.query.http.RequestContext;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;

/** Answers calls with what the engine says: a message and what is missing from it, or why there is none. */
public final class QueryAnswers {
    private QueryAnswers() {}

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
    static <T> void answer(StreamObserver<T> observer, Query<T> query) {
        ServiceRequestContext context = ServiceRequestContext.current();
        Calls.answer(observer, () -> run(context, query));
    }

    /** Runs a query for the tenant of a request, and marks its response partial where it is. */
    public static <T> T run(ServiceRequestContext context, Query<T> query) {
        try {
            Answer<T> answer = query.run(RequestContext.tenant(context));
            // Details name object keys; the client needs the kind, and the log has the rest.
            RequestContext.markPartial(
                    context,
                    answer.partial().stream()
                            .map(reason -> reason.cause().label())
                            .distinct()
                            .toList());
            return answer.message();
        } catch (QueryLimitException e) {
            throw ConnectCode.RESOURCE_EXHAUSTED
                    .status(String.valueOf(e.getMessage()))
                    .asRuntimeException();
        } catch (IOException e) {
            throw ConnectCode.UNAVAILABLE
                    .status("blocks cannot be read: " + String.valueOf(e.getMessage()))
                    .withCause(e)
                    .asRuntimeException();
        }
    }
}
