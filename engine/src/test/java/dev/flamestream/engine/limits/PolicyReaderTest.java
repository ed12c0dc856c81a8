package dev.flamestream.engine.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.limits.TenantLimits.Origin;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.yaml.ConfigFault;
import dev.flamestream.schemas.yaml.Faults;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
    private static final String FILE = """
            # a comment
            defaults:
              max_query_length: 7d
              ingestion_rate_mb: 0.5
              ingestion_relabeling_rules:
                - {action: labeldrop, regex: "secret_.*"}
            overrides:
              team-a:
                max_profile_size_bytes: 4MiB
                max_query_length: 31d
                sampling_rules:
                  - {selector: '{service_name="noisy"}', keep_one_in: 10}
              team-b:
                ingestion_relabeling_rules: []
            """;

    @Test
    void aTenantsValueStandsBeforeTheDefaultsAndThoseBeforeTheBuiltIn() {
        Policies policies = read(FILE);

        TenantLimits ofA = policies.of("team-a").limits();
        assertThat(ofA.get(Limit.MAX_PROFILE_SIZE_BYTES)).isEqualTo(4 << 20);
        assertThat(ofA.profile().maxInflatedBytes()).isEqualTo(4 << 20);
        assertThat(ofA.origin(Limit.MAX_PROFILE_SIZE_BYTES)).isEqualTo(Origin.TENANT);
        assertThat(ofA.get(Limit.INGESTION_RATE_MB)).isEqualTo(1 << 19);
        assertThat(ofA.origin(Limit.INGESTION_RATE_MB)).isEqualTo(Origin.ALL_TENANTS);
        assertThat(ofA.get(Limit.MAX_PROFILE_STACKTRACE_DEPTH)).isEqualTo(1_024);
        assertThat(ofA.origin(Limit.MAX_PROFILE_STACKTRACE_DEPTH)).isEqualTo(Origin.BUILT_IN);
        TenantLimits ofOther = policies.of("somebody").limits();
        assertThat(ofOther.get(Limit.MAX_QUERY_LENGTH)).isEqualTo(7 * 86_400_000L);
        assertThat(ofOther.get(Limit.MAX_PROFILE_SIZE_BYTES)).isEqualTo(64 << 20);
    }

    @Test
    void rulesOfATenantStandInPlaceOfTheDefaults() {
        Policies policies = read(FILE);
        Labels labels = Labels.of("service_name", "noisy", "secret_key", "x");

        assertThat(policies.of("team-a").relabeling().apply(labels)).hasValue(Labels.of("service_name", "noisy"));
        assertThat(policies.of("team-a").sampling().oneIn(labels)).isEqualTo(10);
        assertThat(policies.of("somebody").sampling().oneIn(labels)).isEqualTo(1);
        assertThat(policies.of("team-b").relabeling().apply(labels)).hasValue(labels);
    }

    @Test
    void aFileThatSaysNothingGivesTheDefaults() {
        for (String text : List.of("", "# nothing\n", "{}", "overrides: {}")) {
            assertThat(read(text).of("acme").limits().get(Limit.MAX_QUERY_LENGTH))
                    .isEqualTo(Limit.MAX_QUERY_LENGTH.byDefault());
        }
    }

    @Test
    void everyFaultIsToldWithItsLine() {
        Faults faults = new Faults("limits.yaml");
        var unused = PolicyReader.read("""
                defaults:
                  ingestion_rate_mb: much
                  max_query_lenght: 7d
                  max_label_names_per_series: 0
                overrides:
                  "no tenant":
                    reject_older_than: 1
                  team-a:
                    max_flamegraph_nodes_max: 10
                    max_profile_size_bytes: 65MiB
                    ingestion_relabeling_rules:
                      - {action: explode}
                    sampling_rules:
                      - {selector: '{a=', keep_one_in: 2}
                      - {selector: '{}'}
                more: 1
                """, faults, TenantLimits.DEFAULT);

        assertThat(faults.sorted().stream().map(ConfigFault::line)).containsExactly(2, 3, 4, 6, 7, 10, 12, 14, 15, 16);
        assertThat(faults.sorted().get(0))
                .hasToString("limits.yaml:2: defaults.ingestion_rate_mb: expected a number of megabytes like 4 or 0.5,"
                        + " from 0 to 1048576, found \"much\"");
        assertThat(faults.sorted().get(1).toString()).contains("max_query_lenght: unknown key", "max_query_length");
        assertThat(faults.sorted().get(5).toString()).contains("from 1 to 67108864", "65MiB");
    }

    @Test
    void valuesAreReadAsTheyAreWritten() {
        for (Limit limit : Limit.values()) {
            assertThat(limit.parse(limit.format(limit.byDefault())))
                    .as(limit.key())
                    .hasValue(limit.byDefault());
        }
        assertThat(Limit.INGESTION_RATE_MB.parse("-1")).isEmpty();
        assertThat(Limit.INGESTION_RATE_MB.parse("0.25")).hasValue(1L << 18);
        assertThat(Limit.REJECT_OLDER_THAN.parse("1h30m")).hasValue(5_400_000L);
    }

    private static Policies read(String text) {
        Faults faults = new Faults("limits.yaml");
        Policies policies = PolicyReader.read(text, faults, TenantLimits.DEFAULT);
        assertThat(faults.sorted()).isEmpty();
        return policies;
    }
}
