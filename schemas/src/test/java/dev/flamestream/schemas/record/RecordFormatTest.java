package dev.flamestream.schemas.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
    /** The figure is what the README's Go and Python producers compute for these labels. */
    @Test
    void keyIsTenantAndSeriesHashThatEveryLanguageComputes() {
        Labels labels = Labels.of("service_name", "checkout", "__name__", "process_cpu", "pod", "a-1");

        assertThat(RecordFormat.key("acme", labels)).isEqualTo("acme/3d59abece8eb1f9b");
    }

    @Test
    void labelsAreEqualInAnyOrderAndEmptyValuesAreAbsent() {
        Labels one = Labels.of("b", "2", "a", "1", "c", "");
        Labels other = Labels.of(Map.of("a", "1", "b", "2"));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.value("c")).isEmpty();
        assertThat(one).hasToString("{a=\"1\", b=\"2\"}");
    }

    @Test
    void headersNameTenantLabelsAndWhatIsKnown() {
        ProfileRecord profile = ProfileRecord.of(Labels.of("service_name", "s"), new byte[0])
                .timeMillis(7)
                .id("x")
                .build();

        assertThat(profile.headers())
                .containsExactly(
                        new ProfileRecord.Header("tenant", "anonymous"),
                        new ProfileRecord.Header("label.service_name", "s"),
                        new ProfileRecord.Header("time", "7"),
                        new ProfileRecord.Header("id", "x"));
    }

    @Test
    void tenantNamesAreSafeAsFolders() {
        assertThat(RecordFormat.isTenantName("team-a_1.x")).isTrue();
        assertThat(RecordFormat.isTenantName("a".repeat(150))).isTrue();
        assertThat(RecordFormat.isTenantName("a".repeat(151))).isFalse();
        for (String bad : new String[] {"", ".", "..", "a/b", "a\\b", "a b", "a|b", "é"}) {
            assertThat(RecordFormat.isTenantName(bad)).as(bad).isFalse();
        }
        assertThatThrownBy(() -> ProfileRecord.of(Labels.EMPTY, new byte[0]).tenant("a/b"))
                .hasMessageContaining("a/b");
    }

    @Test
    void profileTypeIdsHaveFivePartsAndAnIgnoredSixth() {
        String id = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";

        assertThat(ProfileType.parse(id).map(ProfileType::id)).contains(id);
        assertThat(ProfileType.parse(id + ":delta").map(ProfileType::id)).contains(id);
        assertThat(ProfileType.parse("process_cpu:cpu:nanoseconds::")).isPresent();
        assertThat(ProfileType.parse("process_cpu:cpu")).isEmpty();
        assertThat(ProfileType.parse(id + ":other")).isEmpty();
    }
}
