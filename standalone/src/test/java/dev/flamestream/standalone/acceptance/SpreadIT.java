package dev.flamestream.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.head.HeadKey;
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
import dev.flamestream.query.live.HeadStore;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.standalone.acceptance.QuerierApi.Answer;
import dev.flamestream.standalone.flink.LoopbackPorts;
import dev.flamestream.standalone.kafka.BrokerSettings;
import dev.flamestream.standalone.kafka.EmbeddedKafka;
import dev.flamestream.standalone.kafka.TopicSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every profile counts once at any moment while its tenant and services become wider and narrower, heads are cut, and the job is
 * restored at another parallelism.
 */
class SpreadIT {
    private static final long SEED = Long.getLong("flamestream.seed", 20_261_127);

    /** So many profiles every interval, for at least so long. */
    private record Pace(int batch, Duration interval, Duration time) {}

    /** 50 profiles a second of ten services are some 420 KB/s of load: 17 keys for the tenant, two for each service. */
    private static final Pace BUSY = new Pace(5, Duration.ofMillis(100), Duration.ofSeconds(10));

    private static final long KEY_BYTES_PER_SECOND = 25_000;
    private static final int MAX_SHARDS = 8;

    /** One a second is a third of a key. */
    private static final Pace QUIET = new Pace(1, Duration.ofSeconds(1), Duration.ofSeconds(5));

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);
    private static final Duration VISIBLE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final CutPolicy POLICY = new CutPolicy(
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(6),
            4 << 20,
            20,
            32 << 20,
            Duration.ofSeconds(3));

    private static final RouteSettings ROUTES =
            new RouteSettings(MAX_SHARDS, 4, KEY_BYTES_PER_SECOND, Duration.ofMillis(100), Duration.ofSeconds(1));

    @TempDir
    private Path folder;

    private final Selection all = Selection.of(
            HandOverLoad.TENANT,
            HandOverLoad.TYPE,
            List.of(),
            new TimeRange(
                    Instant.now().minusSeconds(3_600).toEpochMilli(),
                    Instant.now().plusSeconds(3_600).toEpochMilli()));

    @Test
    void everyProfileCountsOnceWhileItsTenantBecomesWiderAndNarrowerAndTheJobIsRescaled() throws Exception {
        LoopbackPorts ports = LoopbackPorts.choose();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(
                        new BrokerSettings(folder.resolve("kafka"), ports.rest(), ports.kafkaController()),
                        List.of(TopicSettings.profiles(4), TopicSettings.rejected()));
                Feed feed = new Feed(kafka.bootstrapServers())) {
            HandOverLoad load = new HandOverLoad(feed, new Random(SEED));
            for (int slots : List.of(2, 1, 3)) {
                try (BareJob job = BareJob.start(folder, slots, config(kafka.bootstrapServers()))) {
                    awaitTotal("restored in " + slots + " slots", job, load);
                    runWhileReading(job, slots, load);
                    awaitTotal("in " + slots + " slots", job, load);
                }
            }
            try (BareJob job = BareJob.start(folder, 2, config(kafka.bootstrapServers()))) {
                awaitStored(load);
                awaitTotal("once all is stored", job, load);
            }
            assertEachCutIsStoredOnce();
        }
    }

    private void runWhileReading(BareJob job, int slots, HandOverLoad load) throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        SteadyReader reader = new SteadyReader(
                "seed " + SEED + ", " + slots + " slots",
                () -> total(job),
                () -> load.acknowledgedBefore(VISIBLE_PATIENCE),
                load::sent,
                stopped);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (HeadStore heads = job.heads()) {
            Future<SteadyReader.Report> report = thread.submit(reader);
            boolean isOne = slots == 1;
            // Twice once: a series comes back to where it was. Each round takes half a minute.
            int rounds = slots == 2 ? 2 : 1;
            for (int i = 0; i < rounds; i++) {
                publishUntil(
                        "wide in " + slots + " slots", () -> shards(heads).size() > 2 || isOne, load, stopped, BUSY);
                publishUntil(
                        "narrow in " + slots + " slots", () -> shards(heads).equals(Set.of(0)), load, stopped, QUIET);
            }
            stopped.set(true);
            System.out.println("spread: " + load.sent() + " profiles, " + report.get(60, TimeUnit.SECONDS));
        } finally {
            stopped.set(true);
            thread.shutdownNow();
        }
    }

    /** Publishes at a pace, for as long as that takes and until the claim held once. */
    private static void publishUntil(
            String what, Await.Claim claim, HandOverLoad load, AtomicBoolean stopped, Pace pace) throws Exception {
        boolean held = false;
        long begin = System.nanoTime();
        for (long next = begin; !stopped.get(); next += pace.interval.toNanos()) {
            load.publish(pace.batch);
            held |= claim.holds();
            long nanos = System.nanoTime() - begin;
            if (held && nanos > pace.time.toNanos()) {
                return;
            }
            assertThat(nanos).as("nanoseconds until %s, seed %d", what, SEED).isLessThan(PATIENCE.toNanos());
            TimeUnit.NANOSECONDS.sleep(next + pace.interval.toNanos() - System.nanoTime());
        }
    }

    private static Set<Integer> shards(HeadStore heads) throws Exception {
        Set<Integer> shards = new TreeSet<>();
        for (int shard = 0; shard < MAX_SHARDS; shard++) {
            Set<HeadKey> live = heads.directory(HandOverLoad.TENANT, shard)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .live()
                    .keySet();
            live.forEach(key -> shards.add(key.shard()));
        }
        return shards;
    }

    private Answer<Long> total(BareJob job) throws IOException {
        var answer = job.api().profile(all);
        return new Answer<>(Sums.total(answer.message().fold(0, Naming.FUNCTION)), answer.partial());
    }

    private void awaitTotal(String when, BareJob job, HandOverLoad load) throws Exception {
        Await.until(load.sent() + " profiles " + when, PATIENCE, () -> "seed " + SEED, () -> {
            assertThat(total(job).whole()).as(when).isEqualTo(load.sent());
            return true;
        });
    }

    private void awaitStored(HandOverLoad load) throws Exception {
        BlocksOnDisk blocks = new BlocksOnDisk(folder);
        Await.until(
                load.sent() + " profiles in blocks",
                PATIENCE,
                () -> "seed " + SEED,
                () -> blocks.profileRows(HandOverLoad.TENANT) >= load.sent());
        assertThat(blocks.profileRows(HandOverLoad.TENANT)).isEqualTo(load.sent());
    }

    private void assertEachCutIsStoredOnce() throws IOException {
        Map<UUID, Integer> sectionsOfCut = new HashMap<>();
        for (StoredSection section : new BlocksOnDisk(folder).sections(HandOverLoad.TENANT)) {
            section.cutIds().forEach(cut -> sectionsOfCut.merge(cut, 1, Integer::sum));
        }
        assertThat(sectionsOfCut.values()).containsOnly(1);
    }

    private JobConfig config(String bootstrapServers) {
        return new JobConfig(
                new KafkaSettings(
                        bootstrapServers,
                        RecordFormat.TOPIC,
                        RecordFormat.REJECTED_TOPIC,
                        JobConfig.JOB_NAME,
                        Map.of()),
                folder.toUri().toString(),
                ROUTES,
                List.of(Labels.SERVICE_NAME, Labels.PROFILE_NAME),
                POLICY,
                PolicyFile.NONE,
                JobConfig.DEFAULT_MAX_INDEX_BYTES,
                SeriesSettings.DEFAULT,
                ReplicaSettings.DEFAULT,
                CHECKPOINT_INTERVAL,
                PreflightSettings.OFF);
    }
}
