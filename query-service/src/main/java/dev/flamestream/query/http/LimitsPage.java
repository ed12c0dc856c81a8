package dev.flamestream.query.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.flamestream.engine.limits.Limit;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.limits.TenantPolicy;

/** {@code GET /api/limits}: what is in force of the request's tenant, and where each value comes from, as JSON. */
final class LimitsPage extends AbstractHttpService {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PolicyWatch policies;

    LimitsPage(PolicyWatch policies) {
        this.policies = policies;
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) throws Exception {
        String tenant = RequestContext.tenant(context);
        TenantPolicy policy = policies.of(tenant);
        ObjectNode answer = JSON.createObjectNode();
        answer.put("tenant", tenant);
        answer.put("fileIsFaulty", policies.isFaulty());
        ArrayNode limits = answer.putArray("limits");
        for (Limit limit : Limit.values()) {
            limits.addObject()
                    .put("name", limit.key())
                    .put("value", limit.format(policy.limits().get(limit)))
                    .put("origin", policy.limits().origin(limit).text())
                    .put("meaning", limit.meaning());
        }
        answer.put("relabelingRules", policy.relabeling().size());
        answer.put("samplingRules", policy.sampling().size());
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON, JSON.writeValueAsString(answer));
    }
}
