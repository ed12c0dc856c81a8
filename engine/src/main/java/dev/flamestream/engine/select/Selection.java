package dev.flamestream.engine.select;

import dev.flamestream.schemas.record.ProfileType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which profiles a query is about, and which of their stacks.
 *
 * <p>Matchers may name the labels that {@link SeriesLabels} derives, such as {@code __profile_type__}.
 *
 * @param tenant whose profiles; of several tenants with {@link #TENANT_SEPARATOR} between them, which no name holds
 * @param profileType the one type whose values may be summed; none where a query is about labels alone
 * @param matchers all must hold
 * @param range when the profiles were taken
 * @param callSite display names of functions, root first, that a stack must begin with; empty for every stack
 */
public record Selection(
        String tenant,
        Optional<ProfileType> profileType,
        List<LabelMatcher> matchers,
        TimeRange range,
        List<String> callSite) {
    /** Stands between the names where one asks for several tenants at once. */
    public static final char TENANT_SEPARATOR = '|';

    public Selection {
        matchers = List.copyOf(matchers);
        callSite = List.copyOf(callSite);
    }

    /** All stacks of the profiles of a type. */
    public static Selection of(String tenant, ProfileType profileType, List<LabelMatcher> matchers, TimeRange range) {
        return new Selection(tenant, Optional.of(profileType), matchers, range, List.of());
    }

    /** The tenants, each of which is asked by itself. */
    public List<String> tenants() {
        return tenantsIn(tenant);
    }

    /** The names in a text that may hold several. */
    public static List<String> tenantsIn(String tenant) {
        List<String> tenants = new ArrayList<>();
        int begin = 0;
        for (int end = tenant.indexOf(TENANT_SEPARATOR); end >= 0; end = tenant.indexOf(TENANT_SEPARATOR, begin)) {
            tenants.add(tenant.substring(begin, end));
            begin = end + 1;
        }
        tenants.add(tenant.substring(begin));
        return tenants;
    }

    /** Whether a tenant's profiles are meant. */
    boolean isOf(String someTenant) {
        return someTenant.equals(tenant) || tenants().contains(someTenant);
    }

    /** The same of one tenant. */
    Selection of(String oneTenant) {
        return new Selection(oneTenant, profileType, matchers, range, callSite);
    }

    /** The same over another time range. */
    public Selection during(TimeRange other) {
        return new Selection(tenant, profileType, matchers, other, callSite);
    }
}
