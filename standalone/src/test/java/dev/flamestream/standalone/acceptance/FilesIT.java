package dev.flamestream.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.engine.block.store.LocalBlockStore;
import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.job.JobConfig;
import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.config.PreflightSettings;
import dev.flamestream.job.intake.ReplicaSettings;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.standalone.flink.LoopbackPorts;
import dev.flamestream.standalone.kafka.BrokerSettings;
import dev.flamestream.standalone.kafka.EmbeddedKafka;
import dev.flamestream.standalone.kafka.TopicSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many files a window becomes: one for a small tenant, whatever its services and the slots are, and for a large one as many as
 * its shards at most. Cuts, grace and checkpoints are in the proportions of the defaults, at a thirtieth of their length.
 */
class FilesIT {
    private static final int SLOTS = 4;
    private static final int SMALL_TENANTS = Integer.getInteger("flamestream.files.tenants", 60);
    private static final int SERVICES = 4;
    private static final String LARGE = "large";
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(334);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MAX_SHARDS = 16;

    private static final CutPolicy POLICY = new CutPolicy(
            WINDOW,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            WINDOW.multipliedBy(3),
            4 << 20,
            8_000,
            32 << 20,
            Duration.ofSeconds(10));

    /** The large tenant's 100 profiles a second are 32 keys, a small tenant's few are none. */
    private static final RouteSettings ROUTES =
            new RouteSettings(MAX_SHARDS, 4, 25_000, Duration.ofMillis(100), Duration.ofMinutes(10));

    @TempDir
    private Path folder;

    private record Files(long files, long profiles) {}

    @Test
    void aSmallTenantsWindowIsOneFileAndALargeOnesAtMostOneForEachShard() throws Exception {
        LoopbackPorts ports = LoopbackPorts.choose();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(
                        new BrokerSettings(folder.resolve("kafka"), ports.rest(), ports.kafkaController()),
                        List.of(TopicSettings.profiles(4), TopicSettings.rejected()));
                Feed feed = new Feed(kafka.bootstrapServers());
                BareJob job = BareJob.start(folder, SLOTS, config(kafka.bootstrapServers()))) {
            long ahead = windowAfter(Instant.now().toEpochMilli());
            publishLarge(feed, ahead, Duration.ofSeconds(15));
            // Wide by now: what comes from here on is in a window of its own.
            long window = windowAfter(Instant.now().plus(WINDOW).toEpochMilli());
            long ofLarge = publishLarge(feed, window, Duration.ofSeconds(10));
            long ofSmall = publishSmall(feed, window);

            Await.until("all stored", PATIENCE, () -> "", () -> large(window).profiles == ofLarge);
            Await.until("all small ones stored", PATIENCE, () -> "", () -> small(window).profiles == ofSmall);

            Files small = small(window);
            Files large = large(window);
            System.out.println("files: " + SMALL_TENANTS + " small tenants " + small + ", a large one in " + SLOTS
                    + " slots " + large);
            // A checkpoint that begins between two heads of a tenant makes a second file of them.
            assertThat(small.files)
                    .as("files of small tenants")
                    .isBetween((long) SMALL_TENANTS, SMALL_TENANTS * 11L / 10);
            assertThat(large.files).as("files of the large tenant").isBetween((long) SLOTS, (long) MAX_SHARDS);
            assertThat(job.job().runs()).isTrue();
        }
    }

    private static long windowAfter(long timeMillis) {
        return (timeMillis / WINDOW.toMillis() + 1) * WINDOW.toMillis();
    }

    /** A profile of each service of each tenant. */
    private static long publishSmall(Feed feed, long window) throws Exception {
        List<CompletableFuture<?>> acknowledgements = new ArrayList<>();
        for (int service = 0; service < SERVICES; service++) {
            for (int tenant = 0; tenant < SMALL_TENANTS; tenant++) {
                acknowledgements.add(feed.send(profile("small-" + tenant, service, 0, window)));
            }
        }
        Feed.awaitAll(acknowledgements);
        return acknowledgements.size();
    }

    /** Ten profiles each 100 ms. */
    private static long publishLarge(Feed feed, long window, Duration time) throws Exception {
        long sent = 0;
        long end = System.nanoTime() + time.toNanos();
        for (long next = System.nanoTime(); next < end; next += 100_000_000) {
            List<CompletableFuture<?>> acknowledgements = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                acknowledgements.add(feed.send(profile(LARGE, (int) (sent % 20), sent / 20 % 50, window)));
                sent++;
            }
            Feed.awaitAll(acknowledgements);
            TimeUnit.NANOSECONDS.sleep(next + 100_000_000 - System.nanoTime());
        }
        return sent;
    }

    private static ProfileRecord profile(String tenant, int service, long pod, long window) {
        Labels series = Labels.of(
                Labels.SERVICE_NAME, "service-" + service, Labels.PROFILE_NAME, "process_cpu", "pod", "pod-" + pod);
        byte[] file = PprofFile.of("cpu/nanoseconds").sample("main;work", 1).gzip();
        return ProfileRecord.of(series, file)
                .tenant(tenant)
                .timeMillis(window + 1)
                .build();
    }

    private Files small(long window) throws IOException {
        long files = 0;
        long profiles = 0;
        for (int tenant = 0; tenant < SMALL_TENANTS; tenant++) {
            Files found = files("small-" + tenant, window);
            files += found.files;
            profiles += found.profiles;
        }
        return new Files(files, profiles);
    }

    private Files large(long window) throws IOException {
        return files(LARGE, window);
    }

    /** Blocks that hold profiles of a window, and how many. */
    private Files files(String tenant, long window) throws IOException {
        LocalBlockStore store = new LocalBlockStore(folder);
        long files = 0;
        long profiles = 0;
        for (ListedBlock block : store.list(tenant, LocalDate.of(1970, 1, 1), LocalDate.of(2999, 12, 31))) {
            try (BlockFile file = store.open(block.objectKey())) {
                long ofFile = BlockFooter.read(file).sections().stream()
                        .map(StoredSection::summary)
                        .filter(summary -> summary.minTimeMillis() == window + 1)
                        .mapToLong(summary -> summary.profileCount())
                        .sum();
                files += ofFile == 0 ? 0 : 1;
                profiles += ofFile;
            }
        }
        return new Files(files, profiles);
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
