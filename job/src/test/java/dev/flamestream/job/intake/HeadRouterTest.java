package dev.flamestream.job.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.job.route.RoutesOf;
import dev.flamestream.job.tenant.PartitionCount;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The router as Flink runs it, with a planner beside it. */
@SuppressWarnings("try") // Closing a harness may be interrupted; JUnit would say so.
class HeadRouterTest {
    private static final List<String> GROUPING = List.of(Labels.SERVICE_NAME, Labels.PROFILE_NAME);
    private static final long WINDOW_MILLIS = 600_000;
    private static final int SLOTS = 4;
    private static final int PODS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Everything is hot, and at once. */
    private static final RouteSettings HASTY =
            new RouteSettings(16, 16, 1, Duration.ofMillis(20), Duration.ofMinutes(10));

    @BeforeEach
    @AfterEach
    void forgetThePlan() {
        RoutesOf.noPlan();
    }

    @Test
    void listsATenantThenWaitsForACheckpointThenSpreadsItAndGoesOnSoAfterARestore() throws Exception {
        OperatorSubtaskState saved;
        try (OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router = router(HASTY)) {
            router.open();
            HeadKey listing = await(router, key -> key.isDirectory()).get(0);
            assertThat(listing).isEqualTo(HeadKey.listing("acme"));
            for (int i = 0; i < 1_000; i++) {
                assertThat(take(router, i))
                        .allSatisfy(key -> assertThat(key.shard()).isZero());
            }

            long deadline = System.nanoTime() + PATIENCE.toNanos();
            long checkpoint = 0;
            do {
                // More than one: a planner that saw nothing for a moment forgets the tenant, and it is listed again.
                checkpoint++;
                router.snapshot(checkpoint, checkpoint);
                router.notifyOfCompletedCheckpoint(checkpoint);
                assertThat(System.nanoTime()).isLessThan(deadline);
            } while (pass(router).stream().allMatch(key -> key.shard() == 0));
            saved = router.snapshot(checkpoint + 1, checkpoint + 1);
        }

        RoutesOf.noPlan();
        try (OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> restored = router(
                new RouteSettings(HASTY.maxShards(), HASTY.maxSpread(), 1, Duration.ofHours(1), Duration.ofHours(1)))) {
            restored.initializeState(saved);
            restored.open();
            assertThat(pass(restored)).as("without the planner's help").anyMatch(key -> key.shard() != 0);
            for (int pod = 0; pod < PODS; pod++) {
                assertThat(take(restored, pod, Map.of("__replica__", "a")))
                        .as("replicas' copies of one series go one way")
                        .isEqualTo(take(restored, pod, Map.of("__replica__", "b")))
                        .isEqualTo(take(restored, pod));
            }
        }
    }

    @Test
    void aStateThatKnowsNoPlanIsGoneOnFrom() throws Exception {
        try (OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router = router(RouteSettings.DEFAULT)) {
            router.initializeState(OperatorSubtaskState.builder().build());
            router.open();

            assertThat(pass(router)).hasSize(PODS).allSatisfy(key -> {
                assertThat(key.shard()).isZero();
                assertThat(key.windowStartMillis()).isEqualTo(WINDOW_MILLIS);
            });
        }
    }

    @Test
    void tenantsRulesAreAsOfTheCheckpointWhileTheirFileIsWrong(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("limits.yaml");
        Files.writeString(
                file, "defaults: {ingestion_relabeling_rules: [{action: drop, source_labels: [pod], regex: pod-0}]}");
        PolicyFile policies = PolicyFile.of(file.toUri().toString());
        OperatorSubtaskState saved;
        try (OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router =
                router(RouteSettings.DEFAULT, policies)) {
            router.open();
            assertThat(pass(router)).hasSize(PODS - 1);
            saved = router.snapshot(1, 1);
        }
        Files.writeString(file, "defaults: {ingestion_relabeling_rules: [{action: dorp}]}");
        try (OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> restored =
                router(RouteSettings.DEFAULT, policies)) {
            restored.initializeState(saved);
            restored.open();
            assertThat(pass(restored)).hasSize(PODS - 1);
        }
    }

    private static OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router(RouteSettings settings)
            throws Exception {
        return router(settings, PolicyFile.NONE);
    }

    private static OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router(
            RouteSettings settings, PolicyFile policies) throws Exception {
        OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> harness = new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new HeadRouter(
                        new RouterSettings(
                                policies,
                                new KafkaSettings("127.0.0.1:1", "profiles", "profiles.rejected", "g", Map.of()),
                                GROUPING,
                                Duration.ofMillis(WINDOW_MILLIS),
                                settings,
                                ReplicaSettings.DEFAULT),
                        RoutesOf::link,
                        PartitionCount::new)),
                128,
                SLOTS,
                0);
        harness.setup(
                IntakeRecord.TYPE.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }

    /** Sends profiles until a key comes out that is looked for; the keys since then, that one first. */
    private static List<HeadKey> await(
            OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router, Predicate<HeadKey> wanted)
            throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; System.nanoTime() < deadline; i++) {
            Optional<HeadKey> found = take(router, i).stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return List.of(found.get());
            }
        }
        throw new AssertionError("none within " + PATIENCE);
    }

    /** A profile of each pod. */
    private static List<HeadKey> pass(OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router)
            throws Exception {
        List<HeadKey> keys = new ArrayList<>();
        for (int pod = 0; pod < PODS; pod++) {
            keys.addAll(take(router, pod));
        }
        return keys;
    }

    private static List<HeadKey> take(OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router, int number)
            throws Exception {
        return take(router, number, Map.of());
    }

    private static List<HeadKey> take(
            OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router, int number, Map<String, String> more)
            throws Exception {
        Labels series = Labels.of(
                        Labels.SERVICE_NAME, "shop", Labels.PROFILE_NAME, "process_cpu", "pod", "pod-" + number % PODS)
                .withMissing(more);
        List<KafkaRecord.Header> headers =
                ProfileRecord.of(series, new byte[] {1})
                        .tenant("acme")
                        .timeMillis(WINDOW_MILLIS + 5)
                        .build()
                        .headers()
                        .stream()
                        .map(header -> new KafkaRecord.Header(header.name(), header.utf8()))
                        .toList();
        router.processElement(new StreamRecord<>(new KafkaRecord(
                new KafkaRecord.Origin("profiles", 0, number, 5), headers, new byte[0], new byte[] {1})));
        List<HeadKey> keys =
                router.extractOutputValues().stream().map(IntakeRecord::headKey).toList();
        router.getOutput().clear();
        return keys;
    }
}
