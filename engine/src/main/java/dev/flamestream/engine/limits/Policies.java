package dev.flamestream.engine.limits;

import dev.flamestream.engine.relabel.RelabelRules;
import dev.flamestream.engine.relabel.SamplingRules;
import java.util.Map;

/**
 * What the limits' file says of all tenants. Immutable.
 *
 * @param byDefault of tenants that it does not name
 * @param byTenant of those that it names
 */
public record Policies(TenantPolicy byDefault, Map<String, TenantPolicy> byTenant) {
    public Policies {
        byTenant = Map.copyOf(byTenant);
    }

    /** The same limits for every tenant, and no rules. */
    public static Policies of(TenantLimits limits) {
        return new Policies(new TenantPolicy(limits, RelabelRules.NONE, SamplingRules.NONE), Map.of());
    }

    /** Of one tenant. */
    public TenantPolicy of(String tenant) {
        return byTenant.getOrDefault(tenant, byDefault);
    }
}
