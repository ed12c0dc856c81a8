package dev.flamestream.query.s3;

import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.trace.QueryCost;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts what is really sent, each try of a request for itself, since that is what a store counts and bills. */
final class AttemptMeter implements ExecutionInterceptor {
    /** Whose request it is. */
    static final ExecutionAttribute<QueryCost> COST = new ExecutionAttribute<>("FlamestreamQueryCost");

    /** What is asked. */
    static final ExecutionAttribute<S3Operation> OPERATION = new ExecutionAttribute<>("FlamestreamOperation");

    private static final ExecutionAttribute<Boolean> UNANSWERED = new ExecutionAttribute<>("FlamestreamUnanswered");

    private final QueryMetrics metrics;

    AttemptMeter(QueryMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        countUnanswered(attributes);
        attributes.putAttribute(UNANSWERED, true);
        attributes.getAttribute(COST).add(QueryCost.Item.S3_REQUESTS, 1);
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        attributes.putAttribute(UNANSWERED, false);
        metrics.s3Attempt(
                attributes.getAttribute(OPERATION),
                outcomeOf(context.httpResponse().statusCode()));
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        countUnanswered(attributes);
    }

    private void countUnanswered(ExecutionAttributes attributes) {
        if (Boolean.TRUE.equals(attributes.getAttribute(UNANSWERED))) {
            attributes.putAttribute(UNANSWERED, false);
            metrics.s3Attempt(attributes.getAttribute(OPERATION), QueryMetrics.Outcome.TIMEOUT);
        }
    }

    private static QueryMetrics.Outcome outcomeOf(int status) {
        return switch (status) {
            case 200, 206 -> QueryMetrics.Outcome.OK;
            case 404 -> QueryMetrics.Outcome.NOTHING_THERE;
            case 401, 403 -> QueryMetrics.Outcome.DENIED;
            case 429, 503 -> QueryMetrics.Outcome.UNAVAILABLE;
            default -> QueryMetrics.Outcome.FAILED;
        };
    }
}
