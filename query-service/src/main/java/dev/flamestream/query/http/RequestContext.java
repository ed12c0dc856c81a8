package dev.flamestream.query.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import java.util.Collection;
import java.util.Objects;

/** What a request says beside its message: whose data it asks for, and what the client can read. */
public final class RequestContext {
    /** The header that names the tenant, as in every system of this family. */
    public static final String TENANT_HEADER = "x-scope-orgid";

    /** The response header that says why an answer may lack something; absent where it is whole. */
    public static final String PARTIAL_HEADER = "x-flamestream-partial";

    /** The response header that says that of some series one profile in so many was kept and counts for all; else it is absent. */
    public static final String SAMPLED_HEADER = "x-flamestream-sampled";

    /** The response header that says what the query has read: {@code block-reads=3, block-bytes=81920, s3-requests=2, ...}. */
    public static final String COST_HEADER = "x-flamestream-cost";

    /** The response header that says how long a query was in each of its stages, in the form that browsers show. */
    private static final String TIMING_HEADER = "server-timing";

    private static final AttributeKey<String> TENANT = AttributeKey.valueOf(RequestContext.class, "TENANT");
    private static final String UTF8_LABEL_NAMES = "allow-utf8-labelnames";

    private RequestContext() {}

    static void setTenant(ServiceRequestContext context, String tenant) {
        context.setAttr(TENANT, tenant);
    }

    /** The tenant of the request; {@link TenantGate} has put it there. */
    public static String tenant(ServiceRequestContext context) {
        return Objects.requireNonNull(context.attr(TENANT), "a route without a tenant gate");
    }

    /** Tells the client that the answer may lack something, and why. */
    public static void markPartial(ServiceRequestContext context, Collection<String> reasons) {
        if (!reasons.isEmpty()) {
            context.setAdditionalResponseHeader(PARTIAL_HEADER, String.join(", ", reasons));
        }
    }

    /** Tells the client that sums are estimates, if they are. */
    public static void markSampled(ServiceRequestContext context, int oneIn) {
        if (oneIn > 1) {
            context.setAdditionalResponseHeader(SAMPLED_HEADER, Integer.toString(oneIn));
        }
    }

    /** Tells the client what the answer has cost, and where the time went. */
    public static void tellCost(ServiceRequestContext context, String cost, String timing) {
        context.setAdditionalResponseHeader(COST_HEADER, cost);
        context.setAdditionalResponseHeader(TIMING_HEADER, timing);
    }

    /** Whether the client says that it reads label names outside {@code [a-zA-Z_][a-zA-Z0-9_]*}. */
    public static boolean readsUtf8LabelNames(ServiceRequestContext context) {
        return context.request().headers().getAll(HttpHeaderNames.ACCEPT).stream()
                .anyMatch(accept -> MediaRanges.hasParameter(accept, UTF8_LABEL_NAMES, "true"));
    }
}
