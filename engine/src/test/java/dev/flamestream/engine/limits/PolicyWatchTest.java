package dev.flamestream.engine.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PolicyWatchTest {
    private String text = "defaults: {max_query_length: 1h}";

    @Test
    void aChangeIsInForceAndAFaultyOneChangesNothing() {
        try (PolicyWatch watch = PolicyWatch.of("limits.yaml", this::bytes, TenantLimits.DEFAULT)) {
            assertThat(hours(watch)).isEqualTo(1);

            text = "defaults: {max_query_length: 2h}";
            assertThat(watch.look()).isEmpty();
            assertThat(hours(watch)).isEqualTo(2);

            text = "defaults: {max_query_length: soon}";
            assertThat(watch.look()).singleElement().asString().startsWith("limits.yaml:1: defaults.max_query_length");
            assertThat(watch.isFaulty()).isTrue();
            assertThat(hours(watch)).isEqualTo(2);

            text = "";
            assertThat(watch.look()).isEmpty();
            assertThat(watch.isFaulty()).isFalse();
            assertThat(hours(watch)).isEqualTo(31 * 24);
        }
    }

    @Test
    void aFileThatIsAwayChangesNothing() {
        try (PolicyWatch watch = PolicyWatch.of("limits.yaml", this::bytes, TenantLimits.DEFAULT)) {
            text = "away";
            assertThat(watch.look()).singleElement().asString().contains("cannot be read", "no such file");
            assertThat(hours(watch)).isEqualTo(1);
        }
    }

    @Test
    void aFileThatCannotBeReadAtFirstGivesTheDefaults() {
        text = "away";
        try (PolicyWatch watch = PolicyWatch.of("limits.yaml", this::bytes, TenantLimits.DEFAULT)) {
            assertThat(watch.isFaulty()).isTrue();
            assertThat(hours(watch)).isEqualTo(31 * 24);
            text = "defaults: {max_query_length: 3h}";
            assertThat(watch.look()).isEmpty();
            assertThat(hours(watch)).isEqualTo(3);
        }
    }

    @Test
    void whatWasInForceBeforeARestartHoldsUntilTheFileIsOfUse() {
        String before;
        try (PolicyWatch watch = PolicyWatch.of("limits.yaml", this::bytes, TenantLimits.DEFAULT)) {
            before = watch.text().orElseThrow();
        }
        text = "defaults: {max_query_length: soon}";
        try (PolicyWatch watch = PolicyWatch.of("limits.yaml", this::bytes, TenantLimits.DEFAULT)) {
            assertThat(watch.text()).isEmpty();
            watch.restore(before);
            assertThat(hours(watch)).isEqualTo(1);
            assertThat(watch.isFaulty()).isTrue();
            text = "defaults: {max_query_length: 3h}";
            assertThat(watch.look()).isEmpty();
            watch.restore(before);
            assertThat(hours(watch)).isEqualTo(3);
        }
    }

    private static long hours(PolicyWatch watch) {
        return watch.of("acme").limits().get(Limit.MAX_QUERY_LENGTH) / 3_600_000;
    }

    private byte[] bytes() throws IOException {
        if (text.equals("away")) {
            throw new IOException("no such file");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
