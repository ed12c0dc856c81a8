package dev.flamestream.query.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import dev.flamestream.schemas.record.RecordFormat;

/** Finds whose data a request is about, and refuses requests whose headers make no sense. */
final class TenantGate extends SimpleDecoratingHttpService {
    private final boolean tenantRequired;

    TenantGate(HttpService delegate, boolean tenantRequired) {
        super(delegate);
        this.tenantRequired = tenantRequired;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        String tenant = request.headers().get(RequestContext.TENANT_HEADER, "");
        if (tenant.isEmpty() && tenantRequired) {
            return ErrorBodies.refuse(
                    request.headers(), ConnectCode.UNAUTHENTICATED, "expected a tenant in the header X-Scope-OrgID");
        }
        if (!tenant.isEmpty() && !RecordFormat.isTenantName(tenant)) {
            return ErrorBodies.refuse(
                    request.headers(),
                    ConnectCode.INVALID_ARGUMENT,
                    "X-Scope-OrgID: expected 1 to " + RecordFormat.MAX_TENANT_LENGTH
                            + " of A-Z a-z 0-9 ! - _ . * ' ( ), found \"" + tenant + "\"");
        }
        for (String accept : request.headers().getAll(HttpHeaderNames.ACCEPT)) {
            if (!MediaRanges.isValid(accept)) {
                return ErrorBodies.refuse(
                        request.headers(),
                        ConnectCode.INVALID_ARGUMENT,
                        "Accept: expected media ranges, found \"" + accept + "\"");
            }
        }
        RequestContext.setTenant(context, tenant.isEmpty() ? RecordFormat.DEFAULT_TENANT : tenant);
        return unwrap().serve(context, request);
    }
}
