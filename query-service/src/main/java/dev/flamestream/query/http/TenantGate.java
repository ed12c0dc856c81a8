package dev.flamestream.query.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.schemas.record.RecordFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds whose data a request is about, and refuses requests whose headers make no sense. Queries may be about several tenants,
 * {@code a|b}: they stand in order and once each from here on.
 */
final class TenantGate extends SimpleDecoratingHttpService {
    private static final String BAR = String.valueOf(Selection.TENANT_SEPARATOR);

    private final TenantRules rules;
    private final int maxTenants;

    TenantGate(HttpService delegate, TenantRules rules, int maxTenants) {
        super(delegate);
        this.rules = rules;
        this.maxTenants = maxTenants;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        String named = request.headers().get(RequestContext.TENANT_HEADER, "");
        SortedSet<String> tenants =
                new TreeSet<>(named.isEmpty() ? List.of() : Arrays.asList(named.split(Pattern.quote(BAR), -1)));
        Optional<String> fault = faultIn(tenants);
        if (rules.isMultiTenant() && fault.isPresent()) {
            return ErrorBodies.refuse(request.headers(), ConnectCode.INVALID_ARGUMENT, "X-Scope-OrgID: " + fault.get());
        }
        TenantRules.Whose whose = rules.whose(tenants, request.headers().get(HttpHeaderNames.AUTHORIZATION, ""));
        if (whose instanceof TenantRules.Nobody nobody) {
            return ErrorBodies.refuse(request.headers(), nobody.code(), nobody.message());
        }
        for (String accept : request.headers().getAll(HttpHeaderNames.ACCEPT)) {
            if (!MediaRanges.isValid(accept)) {
                return ErrorBodies.refuse(
                        request.headers(),
                        ConnectCode.INVALID_ARGUMENT,
                        "Accept: expected media ranges, found \"" + accept + "\"");
            }
        }
        RequestContext.setTenant(context, String.join(BAR, ((TenantRules.Theirs) whose).tenants()));
        return unwrap().serve(context, request);
    }

    private Optional<String> faultIn(SortedSet<String> tenants) {
        for (String tenant : tenants) {
            if (!RecordFormat.isTenantName(tenant)) {
                return Optional.of("expected 1 to " + RecordFormat.MAX_TENANT_LENGTH
                        + " of A-Z a-z 0-9 ! - _ . * ' ( ), found \"" + tenant + "\"");
            }
        }
        return tenants.size() <= maxTenants
                ? Optional.empty()
                : Optional.of((maxTenants == 1 ? "expected one tenant" : "expected at most " + maxTenants + " tenants")
                        + ", found " + tenants.size());
    }
}
