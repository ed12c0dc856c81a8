package dev.flamestream.query.http;

import dev.flamestream.schemas.record.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whose a request is. With one tenant it is that one's, whatever it says; with several it must say so, and where there are tokens it
 * must have one for each that it names.
 *
 * @param isMultiTenant whether there are several
 * @param tokens that are known
 */
record TenantRules(boolean isMultiTenant, TenantTokens tokens) {
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    /** What a request's headers come to. */
    sealed interface Whose {}

    /** It is of these, at least one. */
    record Theirs(SortedSet<String> tenants) implements Whose {}

    /** It is refused. */
    record Nobody(ConnectCode code, String message) implements Whose {}

    /** Looks at the tenants that a request names, and at its credentials. */
    Whose whose(SortedSet<String> named, String authorization) {
        if (!isMultiTenant) {
            return new Theirs(new TreeSet<>(Set.of(RecordFormat.DEFAULT_TENANT)));
        }
        if (!tokens.areRequired()) {
            return named.isEmpty()
                    ? new Nobody(ConnectCode.UNAUTHENTICATED, "expected a tenant in the header X-Scope-OrgID")
                    : new Theirs(named);
        }
        Set<String> known = tokens.tenantsOf(tokenOf(authorization));
        if (known.isEmpty()) {
            return new Nobody(
                    ConnectCode.UNAUTHENTICATED,
                    "expected a token that is known, in Authorization: Bearer TOKEN, or as the password of Basic");
        }
        if (named.isEmpty()) {
            return known.size() == 1
                    ? new Theirs(new TreeSet<>(known))
                    : new Nobody(
                            ConnectCode.UNAUTHENTICATED,
                            "this token is for " + known.size()
                                    + " tenants; expected the header X-Scope-OrgID to name some of them");
        }
        return known.containsAll(named)
                ? new Theirs(named)
                : new Nobody(ConnectCode.PERMISSION_DENIED, "this token is not for all tenants of X-Scope-OrgID");
    }

    private static String tokenOf(String authorization) {
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            try {
                byte[] pair = Base64.getDecoder()
                        .decode(authorization.substring(BASIC.length()).strip());
                String text = new String(pair, StandardCharsets.UTF_8);
                return text.substring(text.indexOf(':') + 1);
            } catch (IllegalArgumentException notBase64) {
                return "";
            }
        }
        return "";
    }
}
