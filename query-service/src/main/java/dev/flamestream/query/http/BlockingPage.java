package dev.flamestream.query.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Runs the work of a plain HTTP request on a blocking thread, within the limit of requests in flight. */
public final class BlockingPage {
    private BlockingPage() {}

    /** What the work returns, or the error that it throws as a status. */
    public static HttpResponse answer(ServiceRequestContext context, Supplier<HttpResponse> work) {
        Permit permit = InFlightLimit.permit(context);
        return HttpResponse.of(CompletableFuture.supplyAsync(
                () -> {
                    if (!permit.beginWork()) {
                        return ErrorBodies.response(ConnectCode.CANCELED, "the client has gone");
                    }
                    try {
                        return work.get();
                    } finally {
                        permit.end();
                    }
                },
                context.blockingTaskExecutor()));
    }
}
