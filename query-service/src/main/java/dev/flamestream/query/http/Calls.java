package dev.flamestream.query.http;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the work of one call on its blocking thread, and turns what comes of it into the call's answer. */
public final class Calls {
    private static final Logger log = LoggerFactory.getLogger(Calls.class);

    private Calls() {}

    /** Answers with what the work returns, or with the status it fails with; our own bugs are internal and logged. */
    @SuppressWarnings("OverlyBroadCatchBlock")
    public static <T> void answer(StreamObserver<T> observer, Callable<T> work) {
        Permit permit = InFlightLimit.permit(ServiceRequestContext.current());
        if (!permit.beginWork()) {
            observer.onError(ConnectCode.CANCELED.status("the client has gone").asRuntimeException());
            return;
        }
        try {
            T message = work.call();
            observer.onNext(message);
            observer.onCompleted();
        } catch (Exception e) {
            observer.onError(failure(e));
        } finally {
            permit.end();
        }
    }

    private static StatusRuntimeException failure(Exception e) {
        if (e instanceof StatusRuntimeException status) {
            return status;
        }
        log.atError().setCause(e).log("query failed");
        return ConnectCode.INTERNAL.status("internal error: " + e).asRuntimeException();
    }
}
