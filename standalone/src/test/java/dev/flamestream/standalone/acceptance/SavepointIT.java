package dev.flamestream.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.reference.NaiveProfile;
import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.job.JobConfig;
import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.config.PreflightSettings;
import dev.flamestream.job.intake.ReplicaSettings;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.ProfileType;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.standalone.acceptance.SavepointFixture.Asked;
import dev.flamestream.standalone.flink.LoopbackPorts;
import dev.flamestream.standalone.kafka.BrokerSettings;
import dev.flamestream.standalone.kafka.EmbeddedKafka;
import dev.flamestream.standalone.kafka.TopicSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A savepoint that an earlier commit's job took is what today's job goes on from, at the parallelism it was taken at and at
 * another.
 *
 * <p>The savepoint is one of {@link #WRITTEN_SLOTS} slots, with heads that are open, one whose one log waits for its block while the
 * other takes profiles, directories of two tenants, and offsets. To take another, of the job as it is then, into a folder that does
 * not exist yet: {@code ./mvnw -pl standalone -am verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=SavepointIT
 * -Dflamestream.savepoint=<absolute folder>}.
 */
class SavepointIT {
    private static final long SEED = 20_261_123;
    private static final int WRITTEN_SLOTS = 2;
    private static final int PROFILES = 48;

    /** In the past, so that all heads are due when the savepoint is restored: they are cut, stored and handed over. */
    private static final Instant TAKEN = Instant.parse("2026-11-20T10:05:00Z");

    private static final TimeRange RANGE = new TimeRange(
            TAKEN.minusSeconds(3_600).toEpochMilli(), TAKEN.plusSeconds(7_200).toEpochMilli());

    /** Heads stay open for as long as taking a savepoint takes. */
    private static final Duration WRITTEN_GRACE = Duration.ofSeconds(30);

    /** Heads that open again after the restore are due soon. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    /** Cuts that are stored stay readable beyond the savepoint. */
    private static final Duration WRITTEN_VISIBLE = Duration.ofHours(1);

    /** Twice as long as a list of blocks may be old. */
    private static final Duration VISIBLE = Duration.ofSeconds(4);

    private static final List<String> TENANTS = List.of("acme", "globex_1");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private Feed feed;

    @BeforeEach
    void startKafka() throws IOException {
        LoopbackPorts ports = LoopbackPorts.choose();
        kafka = EmbeddedKafka.start(
                new BrokerSettings(folder.resolve("kafka"), ports.rest(), ports.kafkaController()),
                List.of(TopicSettings.profiles(SavepointFixture.PARTITIONS), TopicSettings.rejected()));
        feed = new Feed(kafka.bootstrapServers());
    }

    @AfterEach
    void stopKafka() {
        feed.close();
        kafka.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {WRITTEN_SLOTS, 1})
    void anEarlierJobsSavepointIsGoneOnFrom(int slots) throws Exception {
        SavepointFixture fixture = SavepointFixture.first();
        fixture.layOut(folder.resolve("checkpoints/" + BareJob.ID + "/chk-1"), folder);
        List<Integer> read = fixture.recordsRead();
        for (int partition = 0; partition < read.size(); partition++) {
            for (int offset = 0; offset < read.get(partition); offset++) {
                send(partition, "must-not-count", file("main;must-not-count", 1_000_000), TENANTS.get(0));
            }
        }
        Map<Asked, Map<String, Long>> expected = fixture.sums();

        try (BareJob job = BareJob.start(folder, slots, config(GRACE, VISIBLE))) {
            awaitSums("restored", job, expected);
            Load load = new Load(new Random(SEED + slots), expected);
            load.send(PROFILES);
            awaitSums("restored and taken since", job, load.sums);
            Await.until("all handed over", PATIENCE, () -> "", () -> {
                assertSums("while heads are handed over", job, load.sums);
                return isStored(load.sums);
            });
            assertSums("stored", job, load.sums);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "flamestream.savepoint", matches = ".+")
    void takesASavepoint() throws Exception {
        try (BareJob job = BareJob.start(folder, WRITTEN_SLOTS, config(WRITTEN_GRACE, WRITTEN_VISIBLE))) {
            Load load = new Load(new Random(SEED), Map.of());
            load.send(PROFILES);
            awaitSums("taken", job, load.sums);
            awaitThatTheSinkForgets(job);
            Path savepoint = job.stopWithSavepoint(folder.resolve("savepoints"));
            new SavepointFixture(Path.of(System.getProperty("flamestream.savepoint")))
                    .write(savepoint, folder, load.sums, load.counts);
        }
    }

    /**
     * The sink's state holds the folder of what it wrote lately, which is another in each run. Two checkpoints after the cut's
     * block it is empty.
     */
    private void awaitThatTheSinkForgets(BareJob job) throws Exception {
        Await.until(
                "the full log is stored", PATIENCE, () -> "", () -> new BlocksOnDisk(folder).count(TENANTS.get(0)) > 0);
        long begun = job.job().completedCheckpointCount();
        Await.until("two checkpoints", PATIENCE, () -> "", () -> job.job().completedCheckpointCount() > begun + 2);
    }

    /** Ten profiles are a full log. */
    private JobConfig config(Duration grace, Duration visible) {
        CutPolicy policy = new CutPolicy(
                Duration.ofHours(1), grace, Duration.ZERO, Duration.ofHours(3), 4 << 20, 10, 32 << 20, visible);
        return new JobConfig(
                new KafkaSettings(
                        kafka.bootstrapServers(),
                        RecordFormat.TOPIC,
                        RecordFormat.REJECTED_TOPIC,
                        JobConfig.JOB_NAME,
                        Map.of()),
                folder.toUri().toString(),
                RouteSettings.DEFAULT,
                List.of(Labels.SERVICE_NAME, Labels.PROFILE_NAME),
                policy,
                PolicyFile.NONE,
                JobConfig.DEFAULT_MAX_INDEX_BYTES,
                SeriesSettings.DEFAULT,
                ReplicaSettings.DEFAULT,
                CHECKPOINT_INTERVAL,
                PreflightSettings.OFF);
    }

    /** Profiles of some heads, one of which fills a log and goes on in the other, and what all of them come to. */
    private final class Load {
        private final Random random;
        private final Map<Asked, Map<String, Long>> sums = new HashMap<>();
        private final List<Integer> counts = new ArrayList<>(List.of(0, 0));

        Load(Random random, Map<Asked, Map<String, Long>> before) {
            this.random = random;
            before.forEach((asked, stacks) -> sums.put(asked, new TreeMap<>(stacks)));
        }

        void send(int profiles) throws Exception {
            for (int i = 0; i < profiles; i++) {
                boolean busy = i % 3 == 0;
                String tenant = busy ? TENANTS.get(0) : TENANTS.get(random.nextInt(TENANTS.size()));
                String service = busy ? "busy" : "service-" + random.nextInt(3);
                String stack = tenant + ";" + service + ";f" + random.nextInt(5) + ";leaf" + random.nextInt(3);
                PprofFile file = busy || random.nextBoolean()
                        ? file(stack, 1 + random.nextInt(1_000))
                        : PprofFile.of("alloc_space/bytes", "inuse_space/bytes")
                                .sample(stack, 1 + random.nextInt(1_000), 1 + random.nextInt(1_000));
                int partition = random.nextInt(SavepointFixture.PARTITIONS);
                count(tenant, NaiveProfile.read(file.gzip()));
                counts.set(partition, counts.get(partition) + 1);
                SavepointIT.this.send(partition, service, file, tenant);
            }
        }

        private void count(String tenant, NaiveProfile profile) throws IOException {
            List<String> types = profile.types();
            for (int type = 0; type < types.size(); type++) {
                String id = (types.size() == 1 ? "process_cpu" : "memory") + ":" + types.get(type) + ":"
                        + profile.periodType();
                Map<String, Long> ofType = sums.computeIfAbsent(
                        new Asked(
                                tenant, ProfileType.parse(id.replace('/', ':')).orElseThrow()),
                        asked -> new TreeMap<>());
                profile.fold(type, Naming.FUNCTION).forEach((stack, sum) -> ofType.merge(stack, sum, Long::sum));
            }
        }
    }

    private static PprofFile file(String stack, long value) {
        return PprofFile.of("cpu/nanoseconds").sample(stack, value);
    }

    private void send(int partition, String service, PprofFile file, String tenant) throws Exception {
        ProfileRecord profile = ProfileRecord.of(
                        Labels.of(
                                Labels.SERVICE_NAME,
                                service,
                                Labels.PROFILE_NAME,
                                file.builder().getSampleTypeCount() == 1 ? "process_cpu" : "memory",
                                Labels.DELTA,
                                "false"),
                        file.gzip())
                .tenant(tenant)
                .timeMillis(TAKEN.toEpochMilli())
                .build();
        ProducerRecord<byte[], byte[]> record = Feed.recordOf(profile);
        var unused = feed.send(
                        new ProducerRecord<>(record.topic(), partition, record.key(), record.value(), record.headers()))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitSums(String when, BareJob job, Map<Asked, Map<String, Long>> sums) throws Exception {
        Await.until("all profiles " + when, PATIENCE, () -> "", () -> {
            assertSums(when, job, sums);
            return true;
        });
    }

    private static void assertSums(String when, BareJob job, Map<Asked, Map<String, Long>> sums) throws IOException {
        QuerierApi api = job.api();
        for (Map.Entry<Asked, Map<String, Long>> each : sums.entrySet()) {
            Asked asked = each.getKey();
            Map<String, Long> found =
                    new TreeMap<>(api.profile(Selection.of(asked.tenant(), asked.type(), List.of(), RANGE))
                            .whole()
                            .fold(0, Naming.FUNCTION));
            Sums.assertSame(when + ", " + asked, each.getValue(), found);
        }
    }

    /** Whether the blocks alone hold all; heads are cleared some seconds later. */
    private boolean isStored(Map<Asked, Map<String, Long>> sums) throws IOException {
        long stored = 0;
        for (String tenant : TENANTS) {
            stored += new BlocksOnDisk(folder)
                    .sections(tenant).stream()
                            .mapToLong(section -> section.total())
                            .sum();
        }
        long expected = sums.values().stream()
                .flatMap(stacks -> stacks.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        assertThat(stored).as("sum over all blocks").isLessThanOrEqualTo(expected);
        return stored == expected;
    }
}
