package dev.flamestream.query.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.netty.util.AttributeKey;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets so many requests in at a time and refuses the others at once.
 *
 * <p>It stands before anything reads the body, since the executor behind it queues without a bound: what this lets in is what
 * may wait there.
 */
final class InFlightLimit extends SimpleDecoratingHttpService {
    private static final AttributeKey<Permit> PERMIT = AttributeKey.valueOf(InFlightLimit.class, "PERMIT");

    private final String name;
    private final int max;
    private final AtomicInteger inFlight;

    /** Shares the counter with the metrics. */
    InFlightLimit(HttpService delegate, String name, int max, AtomicInteger inFlight) {
        super(delegate);
        this.name = name;
        this.max = max;
        this.inFlight = inFlight;
    }

    static Permit permit(ServiceRequestContext context) {
        return Objects.requireNonNull(context.attr(PERMIT), "a route without a limit");
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        if (inFlight.incrementAndGet() > max) {
            inFlight.decrementAndGet();
            return ErrorBodies.refuse(
                    request.headers(),
                    ConnectCode.RESOURCE_EXHAUSTED,
                    name + ": " + max + " requests are in flight already; try again");
        }
        Permit permit = new Permit(inFlight::decrementAndGet);
        context.setAttr(PERMIT, permit);
        var unused = context.log().whenComplete().thenRun(permit::end);
        return unwrap().serve(context, request);
    }
}
