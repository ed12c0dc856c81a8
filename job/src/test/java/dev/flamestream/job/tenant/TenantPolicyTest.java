package dev.flamestream.job.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.job.heads.PolicyHarness;
import dev.flamestream.schemas.record.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Router and heads under a limits' file: what is taken at, just under and just over each value, and what becomes of the rest. */
@SuppressWarnings("try") // Closing a harness may be interrupted; JUnit would say so.
class TenantPolicyTest {
    private static final long TIME = PolicyHarness.NOW;
    private static final Labels SHOP = Labels.of("service_name", "shop", "__name__", "process_cpu");

    @TempDir
    private Path folder;

    /** A limit, its value, a profile of a size under that limit, and the reason of the refusal. */
    private interface Sized {
        PolicyHarness.Sent of(int size);
    }

    static Stream<Arguments> limits() {
        PprofFile plain = PprofFile.of("cpu/nanoseconds").sample("main;a", 7);
        return Stream.of(
                Arguments.of(
                        "max_label_names_per_series",
                        5,
                        (Sized) size -> sent(labels(size), plain),
                        RejectReason.MAX_LABEL_NAMES_PER_SERIES),
                Arguments.of(
                        "max_label_name_length",
                        20,
                        (Sized) size -> sent(SHOP.with("n".repeat(size), "v"), plain),
                        RejectReason.LABEL_NAME_TOO_LONG),
                Arguments.of(
                        "max_label_value_length",
                        20,
                        (Sized) size -> sent(SHOP.with("pod", "v".repeat(size)), plain),
                        RejectReason.LABEL_VALUE_TOO_LONG),
                Arguments.of(
                        "max_profile_stacktrace_samples",
                        10,
                        (Sized) size -> sent(SHOP, samples(size)),
                        RejectReason.SAMPLES_LIMIT),
                Arguments.of(
                        "max_profile_size_bytes",
                        plain.plain().length + 10,
                        (Sized) size -> new PolicyHarness.Sent(SHOP, TIME, TIME, padded(plain, size)),
                        RejectReason.PROFILE_SIZE_LIMIT),
                Arguments.of(
                        "reject_older_than",
                        60_000,
                        (Sized) age -> new PolicyHarness.Sent(SHOP, TIME - age, TIME, plain.gzip()),
                        RejectReason.NOT_IN_INGESTION_WINDOW));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void isTakenUpToTheLimitAndRefusedPastIt(String limit, int value, Sized profile, RejectReason reason)
            throws Exception {
        String written = limit.equals("reject_older_than") ? value + "ms" : Integer.toString(value);
        try (PolicyHarness harness = harness("overrides: {acme: {" + limit + ": " + written + "}}")) {
            assertThat(harness.send("acme", profile.of(value - 1))).as("under").isEmpty();
            assertThat(harness.send("acme", profile.of(value))).as("at").isEmpty();
            assertThat(harness.send("acme", profile.of(value + 1))).as("over").hasValueSatisfying(rejection -> {
                assertThat(rejection.reason()).isEqualTo(reason);
                assertThat(rejection.detail()).contains(limit, Integer.toString(value));
            });
            assertThat(harness.send("globex", profile.of(value + 1)))
                    .as("of another tenant")
                    .isEmpty();
            assertThat(harness.profiles("acme")).isEqualTo(2);
            assertThat(harness.profiles("globex")).isEqualTo(1);
        }
    }

    @Test
    void relabellingIsDoneBeforeTheKeyIsBuilt() throws Exception {
        try (PolicyHarness harness = harness("""
                overrides:
                  acme:
                    ingestion_relabeling_rules:
                      - {action: drop, source_labels: [service_name], regex: "noisy"}
                      - {action: labeldrop, regex: "build_.*"}
                      - {source_labels: [service_name, zone], separator: "-", target_label: service_name}
                """)) {
            PprofFile file = PprofFile.of("cpu/nanoseconds").sample("main;a", 7);

            assertThat(harness.send("acme", sent(SHOP.with("zone", "eu").with("build_id", "7"), file)))
                    .isEmpty();
            assertThat(harness.send("acme", sent(SHOP.with("service_name", "noisy"), file)))
                    .isEmpty();

            assertThat(harness.series("acme"))
                    .containsExactly(Labels.of("service_name", "shop-eu", "zone", "eu", "__name__", "process_cpu"));
            assertThat(harness.dropped()).isEqualTo(1);
        }
    }

    /** Sent again, it is relabelled again: what was done to it already must not be done twice. */
    @Test
    void aRelabelledProfileThatIsRefusedStandsAsItCame() throws Exception {
        try (PolicyHarness harness = harness("""
                overrides:
                  acme:
                    ingestion_relabeling_rules:
                      - {source_labels: [service_name, zone], separator: "-", target_label: service_name}
                """)) {
            Labels given = SHOP.with("zone", "eu");
            assertThat(harness.send("acme", new PolicyHarness.Sent(given, TIME, TIME, new byte[] {1, 2, 3})))
                    .hasValueSatisfying(
                            rejection -> assertThat(rejection.reason()).isEqualTo(RejectReason.MALFORMED_PROFILE));

            assertThat(harness.lastRefusedHeaders())
                    .contains("label.service_name=shop", "label.zone=eu", "tenant=acme")
                    .noneMatch(header -> header.contains("shop-eu") || header.startsWith("flamestream."));
        }
    }

    @Test
    void sampledSeriesKeepTheirTotalsAndSaySo() throws Exception {
        try (PolicyHarness harness = harness("""
                overrides:
                  acme:
                    sampling_rules:
                      - {selector: '{service_name="noisy"}', keep_one_in: 4}
                """)) {
            int profiles = 4_000;
            for (int i = 0; i < profiles; i++) {
                Labels labels = SHOP.with("service_name", "noisy").with(Labels.SAMPLED, "1000");
                assertThat(harness.send(
                                "acme",
                                sent(labels, PprofFile.of("cpu/nanoseconds").sample("main;a", 5))))
                        .isEmpty();
            }
            long kept = harness.profiles("acme");
            assertThat(kept).isBetween(900L, 1_100L);
            assertThat(harness.total("acme")).isEqualTo(kept * 4 * 5);
            assertThat(harness.series("acme"))
                    .containsExactly(
                            Labels.of("service_name", "noisy", "__name__", "process_cpu", Labels.SAMPLED, "4"));
        }
    }

    @Test
    void aWeightThatNobodyOfOursGaveCountsNothing() throws Exception {
        String rule = "[{source_labels: [service_name], target_label: __sampled__, replacement: \"7\"}]";
        try (PolicyHarness harness = harness("overrides: {acme: {ingestion_relabeling_rules: " + rule + "}}")) {
            Labels labels = SHOP.with(Labels.SAMPLED, "1000");

            assertThat(harness.send(
                            "acme", sent(labels, PprofFile.of("cpu/nanoseconds").sample("main;a", 5))))
                    .isEmpty();

            assertThat(harness.total("acme")).isEqualTo(5);
            assertThat(harness.series("acme")).containsExactly(SHOP);
        }
    }

    @Test
    void cumulativeValuesOfASampledSeriesAreNotWeighted() throws Exception {
        try (PolicyHarness harness =
                harness("overrides: {acme: {sampling_rules: [{selector: '{}', keep_one_in: 2}]}}")) {
            Labels labels = Labels.of("service_name", "shop", "__name__", "mutex");
            for (int i = 1; i <= 1_000; i++) {
                byte[] file = PprofFile.of("contentions/count", "delay/nanoseconds")
                        .sample("main;a", i, 10L * i)
                        .gzip();
                assertThat(harness.send("acme", new PolicyHarness.Sent(labels, TIME + i, TIME + i, file)))
                        .isEmpty();
            }
            long[] values = harness.values("acme");
            assertThat(values[0])
                    .as("all but what came before the first and after the last that was kept")
                    .isBetween(960L, 1_000L);
            assertThat(values[1]).isEqualTo(10 * values[0]);
        }
    }

    @Test
    void labelsOfSamplesPastTheLimitAreFoldedAndTheirValuesCount() throws Exception {
        try (PolicyHarness harness = harness("overrides: {acme: {max_series_per_service: 3}}")) {
            for (int request = 0; request < 10; request++) {
                PprofFile file = PprofFile.of("cpu/nanoseconds")
                        .sample("main;a", Map.of("request", "r" + request), 5)
                        .sample("main;b", 2);
                assertThat(harness.send("acme", sent(SHOP, file))).isEmpty();
            }
            assertThat(harness.series("acme"))
                    .containsExactlyInAnyOrder(
                            SHOP,
                            SHOP.with("request", "r0"),
                            SHOP.with("request", "r1"),
                            SHOP.with("request", "(others)"));
            assertThat(harness.total("acme")).isEqualTo(70);
            assertThat(harness.send(
                            "acme",
                            sent(
                                    SHOP.with("pod", "new"),
                                    PprofFile.of("cpu/nanoseconds").sample("main;a", 1))))
                    .isEmpty();
            assertThat(harness.series("acme"))
                    .as("labels of records are never folded")
                    .contains(SHOP.with("pod", "new"));
        }
    }

    @Test
    void aProfileWithALabelForEachSampleIsFoldedPastItsOwnLimit() throws Exception {
        try (PolicyHarness harness = harness("")) {
            PprofFile file = PprofFile.of("cpu/nanoseconds");
            for (int sample = 0; sample < 5_000; sample++) {
                file.sample("main;a", Map.of("request", "r" + sample), 3);
            }
            assertThat(harness.send("acme", sent(SHOP, file))).isEmpty();

            assertThat(harness.series("acme")).hasSize(4_096).contains(SHOP.with("request", "(others)"));
            assertThat(harness.total("acme")).isEqualTo(15_000);
        }
    }

    @Test
    void aTenantHasAsManySeriesAsItsLimitSays() throws Exception {
        PprofFile file = PprofFile.of("cpu/nanoseconds").sample("main;a", 5);
        try (PolicyHarness harness = harness("overrides: {acme: {max_global_series_per_tenant: 3}}")) {
            for (int pod = 0; pod < 3; pod++) {
                assertThat(harness.send("acme", sent(SHOP.with("pod", "p" + pod), file)))
                        .as("up to it")
                        .isEmpty();
            }
            assertThat(harness.send("acme", sent(SHOP.with("pod", "p1"), file)))
                    .as("one that is known")
                    .isEmpty();
            assertThat(harness.send("acme", sent(SHOP.with("pod", "p3"), file))).hasValueSatisfying(rejection -> {
                assertThat(rejection.reason()).isEqualTo(RejectReason.SERIES_LIMIT);
                assertThat(rejection.detail()).contains("max_global_series_per_tenant", "acme is 3");
            });
            assertThat(harness.send("globex", sent(SHOP.with("pod", "p3"), file)))
                    .isEmpty();
            assertThat(harness.series("acme")).hasSize(3);
        }
    }

    @Test
    void replicasOfOneSeriesCountOnce() throws Exception {
        PprofFile file = PprofFile.of("cpu/nanoseconds").sample("main;a", 5);
        Labels cluster = SHOP.with("cluster", "eu");
        try (PolicyHarness harness = harness("overrides: {acme: {max_global_series_per_tenant: 1}}")) {
            assertThat(harness.send("acme", sent(cluster.with("__replica__", "a"), file)))
                    .isEmpty();
            assertThat(harness.send("acme", sent(cluster.with("__replica__", "b"), file)))
                    .isEmpty();
        }
    }

    @Test
    void deepStacksAreCutAtTheLeafAndMarked() throws Exception {
        try (PolicyHarness harness = harness("overrides: {acme: {max_profile_stacktrace_depth: 4}}")) {
            PprofFile file =
                    PprofFile.of("cpu/nanoseconds").sample("a;b;c;d", 1).sample("a;b;c;d;e;f", 5);
            assertThat(harness.send("acme", sent(SHOP, file))).isEmpty();
            assertThat(harness.send("globex", sent(SHOP, file))).isEmpty();

            assertThat(harness.stacks("acme")).containsExactly("a;b;c;(truncated) 5", "a;b;c;d 1");
            assertThat(harness.stacks("globex")).containsExactly("a;b;c;d 1", "a;b;c;d;e;f 5");
        }
    }

    @Test
    void longNamesKeepTheirTails() throws Exception {
        try (PolicyHarness harness = harness("overrides: {acme: {max_profile_symbol_value_length: 8}}")) {
            PprofFile file = PprofFile.of("cpu/nanoseconds")
                    .sample("12345678", 1)
                    .sample("123456789", 2)
                    .sample("a/long/path", 4);
            assertThat(harness.send("acme", sent(SHOP, file))).isEmpty();
            assertThat(harness.send("globex", sent(SHOP, file))).isEmpty();

            assertThat(harness.stacks("acme"))
                    .hasSize(3)
                    .contains("12345678 1")
                    .noneMatch(stack -> stack.length() > 10);
            assertThat(harness.stacks("globex")).contains("123456789 2", "a/long/path 4");
        }
    }

    @Test
    void sessionsAreAsManyAsTheirLimitSays() throws Exception {
        Labels session = SHOP.with(Labels.SESSION_ID, "00000000000000ff");
        PprofFile file = PprofFile.of("cpu/nanoseconds").sample("main;a", 5);
        try (PolicyHarness harness = harness("overrides: {acme: {max_sessions_per_series: 16}}")) {
            assertThat(harness.send("acme", sent(session, file))).isEmpty();
            assertThat(harness.send("globex", sent(session, file))).isEmpty();

            assertThat(harness.series("acme")).containsExactly(SHOP.with(Labels.SESSION_ID, "f"));
            assertThat(harness.series("globex")).containsExactly(SHOP);
        }
    }

    private PolicyHarness harness(String limits) throws Exception {
        Path file = folder.resolve("limits.yaml");
        Files.writeString(file, limits);
        return new PolicyHarness(new PolicyFile(file.toUri().toString()));
    }

    private static PolicyHarness.Sent sent(Labels labels, PprofFile file) {
        return new PolicyHarness.Sent(labels, TIME, TIME, file.gzip());
    }

    private static Labels labels(int count) {
        Labels labels = SHOP;
        for (int i = SHOP.size(); i < count; i++) {
            labels = labels.with("l" + i, "v");
        }
        return labels;
    }

    private static PprofFile samples(int count) {
        PprofFile file = PprofFile.of("cpu/nanoseconds");
        for (int i = 0; i < count; i++) {
            file = file.sample("main;f" + i, 1);
        }
        return file;
    }

    /** The file with a field that nobody knows behind it, so that it has so many bytes. */
    private static byte[] padded(PprofFile file, int size) {
        byte[] plain = file.plain();
        byte[] padded = java.util.Arrays.copyOf(plain, size);
        int rest = size - plain.length;
        padded[plain.length] = 15 << 3 | 2;
        padded[plain.length + 1] = (byte) (rest - 2);
        return padded;
    }
}
