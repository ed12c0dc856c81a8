package dev.flamestream.query.push;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.http.Calls;
import dev.flamestream.query.http.ConnectCode;
import dev.flamestream.query.http.ErrorBodies;
import dev.flamestream.query.http.RequestContext;
import dev.flamestream.query.push.ProfilePublisher.Published;
import dev.flamestream.query.push.PushIntake.Refused;
import dev.flamestream.schemas.push.PushRequest;
import dev.flamestream.schemas.push.PushResponse;
import dev.flamestream.schemas.push.PusherServiceGrpc;
import dev.flamestream.schemas.record.ProfileRecord;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.List;

/** The service {@code push.v1.PusherService}: answers once Kafka has all profiles of a request, or none are known to be lost. */
public final class PusherFace extends PusherServiceGrpc.PusherServiceImplBase {
    private final PushIntake intake;
    private final ProfilePublisher publisher;
    private final QueryMetrics metrics;

    /** Hands what it takes, and what it refuses, to the publisher; owns neither that nor the policies. */
    public PusherFace(PolicyWatch policies, ProfilePublisher publisher, Clock clock, QueryMetrics metrics) {
        this.intake = new PushIntake(policies, clock);
        this.publisher = publisher;
        this.metrics = metrics;
    }

    @Override
    public void push(PushRequest request, StreamObserver<PushResponse> observer) {
        ServiceRequestContext context = ServiceRequestContext.current();
        Calls.answer(observer, () -> {
            String tenant = RequestContext.tenant(context);
            List<ProfileRecord> records = intake.take(tenant, request).fold(accepted -> accepted, refused -> {
                throw refusal(context, tenant, refused);
            });
            // The publisher bounds how long this takes, and never fails.
            Published published = publisher.publish(records).join();
            records.forEach(record -> metrics.pushed(outcomeOf(published), record.value().length));
            return answer(context, published);
        });
    }

    /** What a client is told, once the refused profiles are kept; one that is told to send them again keeps them itself. */
    private StatusRuntimeException refusal(ServiceRequestContext context, String tenant, Refused refused) {
        metrics.refused(tenant, refused.reason());
        if (refused.reason() == RejectReason.RATE_LIMITED) {
            return ConnectCode.RESOURCE_EXHAUSTED.status(refused.message()).asRuntimeException();
        }
        Published kept = publisher
                .publishRefused(refused.records(), new Rejection(refused.reason(), refused.message()))
                .join();
        if (kept.outcome() == ProfilePublisher.Outcome.UNAVAILABLE) {
            return ConnectCode.UNAVAILABLE.status(kept.detail()).asRuntimeException();
        }
        return switch (refused.reason()) {
            case PROFILE_SIZE_LIMIT, BODY_SIZE_LIMIT_EXCEEDED -> tooLarge(context, refused.message());
            default -> ConnectCode.INVALID_ARGUMENT.status(refused.message()).asRuntimeException();
        };
    }

    private static StatusRuntimeException tooLarge(ServiceRequestContext context, String message) {
        // Clients send a 429 again and drop a 413; this profile will never pass.
        ErrorBodies.useStatus(context, HttpStatus.REQUEST_ENTITY_TOO_LARGE);
        return ConnectCode.RESOURCE_EXHAUSTED.status(message).asRuntimeException();
    }

    private static PushResponse answer(ServiceRequestContext context, Published published) {
        return switch (published.outcome()) {
            case ACKNOWLEDGED -> PushResponse.getDefaultInstance();
            case TOO_LARGE -> throw tooLarge(context, published.detail());
            case UNAVAILABLE ->
                throw ConnectCode.UNAVAILABLE.status(published.detail()).asRuntimeException();
        };
    }

    private static QueryMetrics.Outcome outcomeOf(Published published) {
        return switch (published.outcome()) {
            case ACKNOWLEDGED -> QueryMetrics.Outcome.OK;
            case TOO_LARGE -> QueryMetrics.Outcome.TOO_LARGE;
            case UNAVAILABLE -> QueryMetrics.Outcome.UNAVAILABLE;
        };
    }
}
