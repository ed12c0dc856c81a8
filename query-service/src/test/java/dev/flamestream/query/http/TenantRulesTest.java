package dev.flamestream.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.limits.TenantLimits;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenantRulesTest {
    private static final String TYPES = FaceFixture.QUERIER + "ProfileTypes";
    /** Hashes of the tokens one, two and nobody's. */
    private static final String TOKENS = """
            tokens:
              - {sha256: 7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed, tenants: [anonymous]}
              - {sha256: 3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3, tenants: [anonymous, acme]}
            """;

    @Test
    void withOneTenantARequestMaySayWhatItLikes() throws Exception {
        try (FaceFixture face = new FaceFixture(false, Optional.empty())) {
            for (String header : new String[] {"acme", "acme|globex", "no/tenant"}) {
                HttpResponse<String> response = face.json(TYPES, FaceFixture.lastHour(""), "X-Scope-OrgID", header);

                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(response.body()).as("the tenant anonymous").contains(FaceFixture.CPU);
            }
        }
    }

    @Test
    void aTokenSpeaksForItsTenantsAndForNoOthers() throws Exception {
        try (FaceFixture face = withTokens(TOKENS)) {
            assertThat(status(face, "", "")).isEqualTo(401);
            assertThat(status(face, "", "anonymous")).isEqualTo(401);
            assertThat(status(face, "Bearer three", "anonymous")).isEqualTo(401);
            assertThat(status(face, "Bearer one", "")).isEqualTo(200);
            assertThat(status(face, "bearer one", "anonymous")).isEqualTo(200);
            assertThat(status(face, "Bearer one", "acme")).isEqualTo(403);
            assertThat(status(face, "Bearer one", "acme|anonymous")).isEqualTo(403);
            assertThat(status(face, "Bearer two", "")).as("which of its two").isEqualTo(401);
            assertThat(status(face, "Bearer two", "acme|anonymous")).isEqualTo(200);
            assertThat(status(face, basic("whoever:one"), "")).isEqualTo(200);
            assertThat(status(face, basic("one:whatever"), "")).isEqualTo(401);
            assertThat(status(face, "Basic !", "")).isEqualTo(401);
        }
    }

    @Test
    void aFileThatIsWrongIsRefusedAndNeverQuoted() {
        assertThatThrownBy(() -> TenantTokens.of(
                        "tokens.yaml",
                        () -> "tokens: [{sha256: hush, tenants: [a b]}]".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("expected 64 hexadecimal digits")
                .hasMessageContaining("a b")
                .message()
                .doesNotContain("hush");
    }

    private static FaceFixture withTokens(String text) {
        return new FaceFixture(
                true,
                Optional.empty(),
                PolicyWatch.without(TenantLimits.DEFAULT),
                TenantTokens.of("tokens.yaml", () -> text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static int status(FaceFixture face, String authorization, String tenant) throws Exception {
        HttpRequest.Builder request = face.request(TYPES)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(FaceFixture.lastHour("")));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (!tenant.isEmpty()) {
            request.header("X-Scope-OrgID", tenant);
        }
        return face.send(request).statusCode();
    }
}
