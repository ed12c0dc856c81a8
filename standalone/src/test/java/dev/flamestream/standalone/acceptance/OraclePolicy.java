package dev.flamestream.standalone.acceptance;

import dev.flamestream.engine.reference.NaiveProfile;
import dev.flamestream.engine.relabel.SamplingRules;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.util.List;

/** The limits' file that the oracle runs under, and what it makes of what is sent, said once more in plain code. */
final class OraclePolicy {
    /** Whose profiles are relabelled, sampled and refused; another tenant's are none of it. */
    static final String TENANT = "acme";

    /** One in so many of this service's profiles is kept and counts so often. */
    static final String SAMPLED_SERVICE = "chatty";

    private static final int KEEP_ONE_IN = 3;
    private static final int MAX_LABELS = 20;

    static final String FILE = """
            defaults:
              ingestion_rate_mb: 10000
              ingestion_burst_size_mb: 10000
              max_global_series_per_tenant: 100000
            overrides:
              acme:
                max_label_names_per_series: %d
                ingestion_relabeling_rules:
                  - {action: drop, source_labels: [noise], regex: "yes"}
                  - {source_labels: [zone_of_node], regex: "zone-(.*)", target_label: k8s.zone, replacement: "$1"}
                  - {action: labeldrop, regex: "zone_of_node|build_.*"}
                sampling_rules:
                  - {selector: '{service_name="chatty"}', keep_one_in: %d}
            """.formatted(MAX_LABELS, KEEP_ONE_IN);

    private OraclePolicy() {}

    /** The labels as somebody sends them whose rules make the given ones of them. */
    static Labels asSent(String tenant, Labels series) {
        if (!tenant.equals(TENANT)) {
            return series;
        }
        String zone = series.value("k8s.zone");
        // The same for each profile of a series: its records must come over one partition, for their order matters.
        Labels sent = series.with("build_id", Long.toHexString(series.hash()));
        return zone.isEmpty() ? sent : sent.with("k8s.zone", "").with("zone_of_node", "zone-" + zone);
    }

    /** Labels of which nothing is counted: a rule drops them, or they are too many and are refused. */
    static Labels unwanted(Labels sent, boolean isDropped) {
        Labels labels = isDropped ? sent.with("noise", "yes") : sent;
        // Rules come before limits, and take some of the others away.
        for (int i = 0; i <= MAX_LABELS && !isDropped; i++) {
            labels = labels.with("many_" + i, "v");
        }
        return labels;
    }

    static boolean isSampled(String tenant, Labels series) {
        return tenant.equals(TENANT) && series.value(Labels.SERVICE_NAME).equals(SAMPLED_SERVICE);
    }

    static boolean isKept(String id) {
        return SamplingRules.isKept(Labels.of(RecordFormat.ID, id).hash(), KEEP_ONE_IN);
    }

    static Labels kept(Labels series) {
        return series.with(Labels.SAMPLED, Integer.toString(KEEP_ONE_IN));
    }

    /** What a kept profile counts. */
    static NaiveProfile weighted(NaiveProfile profile) {
        List<List<Long>> values = profile.samples().stream()
                .map(sample -> sample.values().stream()
                        .map(value -> value * KEEP_ONE_IN)
                        .toList())
                .toList();
        return profile.withValues(values);
    }
}
