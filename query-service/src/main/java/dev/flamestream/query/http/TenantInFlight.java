package dev.flamestream.query.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import dev.flamestream.engine.limits.Limit;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.select.Selection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets so many queries of a tenant in at a time as its limit says, so that one tenant's dashboards do not take all threads. Stands
 * behind the tenant gate; shared by all routes, so that they count together.
 */
final class TenantInFlight {
    private final PolicyWatch policies;
    /** Of tenants with queries in flight, and of no others. */
    private final Map<String, Integer> inFlight = new ConcurrentHashMap<>();

    TenantInFlight(PolicyWatch policies) {
        this.policies = policies;
    }

    HttpService decorate(HttpService delegate) {
        return new SimpleDecoratingHttpService(delegate) {
            @Override
            public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
                List<String> tenants = Selection.tenantsIn(RequestContext.tenant(context));
                for (int i = 0; i < tenants.size(); i++) {
                    String tenant = tenants.get(i);
                    long max = policies.of(tenant).limits().get(Limit.MAX_QUERIES_IN_FLIGHT);
                    int now = inFlight.merge(tenant, 1, Integer::sum);
                    if (max > 0 && now > max) {
                        tenants.subList(0, i + 1).forEach(TenantInFlight.this::end);
                        return ErrorBodies.refuse(
                                request.headers(),
                                ConnectCode.RESOURCE_EXHAUSTED,
                                "tenant " + tenant + " has " + max
                                        + " queries in flight already, which is its limit max_queries_in_flight; try again");
                    }
                }
                var unused = context.log().whenComplete().thenRun(() -> tenants.forEach(TenantInFlight.this::end));
                return unwrap().serve(context, request);
            }
        };
    }

    private void end(String tenant) {
        inFlight.computeIfPresent(tenant, (name, count) -> count == 1 ? null : count - 1);
    }
}
