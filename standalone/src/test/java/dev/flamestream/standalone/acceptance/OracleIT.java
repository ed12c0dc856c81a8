package dev.flamestream.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.reference.Corpus;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.ProfileType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers are what a list of all profiles and a loop over it say, to the unit, wherever the profiles happen to be: with replicas,
 * repeats, cumulative values, labels of samples, limits, relabelling and sampling.
 *
 * <p>One process and one load, looked at in the order of the methods: all live; some windows cut, others live, and late
 * profiles in the windows that were cut; the same after a restart; all stored.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OracleIT {
    private static final long SEED = Long.getLong("flamestream.seed", 20_261_123);

    /** A head opened for the past is cut one window after it opened, one for the future after three: time to ask while all is live. */
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    /** A head opened for the future is cut after three windows and a spread, whatever it waits for. */
    private static final Duration STORED_PATIENCE = WINDOW.multipliedBy(5);

    private static final Duration VISIBLE_PATIENCE = Duration.ofSeconds(20);
    private static final Duration RESTART_PATIENCE = Duration.ofSeconds(60);
    private static final int GENERATED_FILES = 150;
    private static final int LATE_FILES = 60;
    private static final int SELECTIONS = 40;

    private final Random random = new Random(SEED);
    private final OracleLoad load = new OracleLoad(random);
    private final GrowingHeap growing = new GrowingHeap(random);
    private final long now = Instant.now().toEpochMilli();

    /** Cut one window from now: three days ago, an hour ago and one right behind it. */
    private final List<Long> oldWindows = Stream.of(Duration.ofDays(3), Duration.ofHours(1), Duration.ofMinutes(59))
            .map(age -> windowOf(now - age.toMillis()))
            .toList();

    /** Live for three windows from now: this one would end at any moment, so these lie ahead, as far as a clock may be off. */
    private final List<Long> newWindows = Stream.of(Duration.ofMinutes(5), Duration.ofMinutes(8))
            .map(ahead -> windowOf(now + ahead.toMillis()))
            .toList();

    private final TimeRange everything = new TimeRange(
            now - Duration.ofDays(4).toMillis(), now + Duration.ofHours(1).toMillis());

    private UpProcess up;
    private OracleChecks checks;
    private BlocksOnDisk blocks;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        UpSettings settings = UpSettings.in(folder, WINDOW, CHECKPOINT_INTERVAL);
        Files.createDirectories(settings.data());
        Files.writeString(settings.data().resolve("limits.yaml"), OraclePolicy.FILE);
        up = UpProcess.start(settings);
        List<TimeRange> windows = Stream.concat(oldWindows.stream(), newWindows.stream())
                .map(start -> new TimeRange(start, start + WINDOW.toMillis()))
                .toList();
        checks = new OracleChecks(new QuerierApi(up.settings().http()), load.database(), everything, windows);
        blocks = new BlocksOnDisk(up.settings().data());
    }

    @AfterAll
    void close() {
        up.close();
    }

    @Test
    @Order(1)
    void takesTheWholeCorpus() throws Exception {
        List<byte[]> files = new ArrayList<>();
        for (Path file : Corpus.files("open")) {
            files.add(Files.readAllBytes(file));
        }

        publish(files, newWindows);
    }

    @Test
    @Order(2)
    void answersRightWhileAllIsLive() throws Exception {
        publish(generated(GENERATED_FILES), newWindows);
        awaitVisible();

        check("all live");

        assertThat(blocks.count(OracleLoad.TENANTS.get(0)))
                .as("blocks while all was live")
                .isZero();
    }

    @Test
    @Order(3)
    void answersRightWhileSomeIsStoredAndLateProfilesComeIntoCutWindows() throws Exception {
        publish(generated(GENERATED_FILES), oldWindows);
        awaitOldWindowsStored();
        publish(generated(LATE_FILES), allWindows());
        awaitVisible();

        check("half stored");
    }

    @Test
    @Order(4)
    void answersRightAfterARestart() throws Exception {
        up.stop();
        up = UpProcess.start(up.settings());
        // Answers are marked until a checkpoint has caught up with Kafka, and this machine may be busy.
        awaitVisible(RESTART_PATIENCE);

        check("restarted");
    }

    @Test
    @Order(5)
    void blocksAddUpInPlainSqlOnceAllIsStored() throws Exception {
        for (String tenant : OracleLoad.TENANTS) {
            Map<String, Long> expected = nonZero(checks.totals(tenant));
            Await.until(
                    "all profiles of " + tenant + " in blocks",
                    STORED_PATIENCE,
                    () -> "expected " + expected + "\n" + up.quote(),
                    () -> expected.equals(nonZero(storedTotals(tenant))));

            for (ProfileType type : checks.types(tenant, List.of())) {
                Map<String, Long> found = new TreeMap<>();
                selfByFunction(tenant, type).forEach((function, sum) -> found.put(function, sum.longValueExact()));
                found.values().removeIf(sum -> sum == 0);
                Sums.assertSame(
                        "seed " + SEED + ", SQL over blocks of " + tenant + ", " + type,
                        load.selfByFunction(tenant, type),
                        found);
            }
        }
    }

    @Test
    @Order(6)
    void answersRightOnceAllIsStored() throws Exception {
        check("all stored");
    }

    @Test
    @Order(7)
    void whatIsRefusedIsKeptAndNothingElse() {
        try (RejectedTopic rejected = new RejectedTopic(up.settings().bootstrapServers())) {
            assertThat(rejected.reasons())
                    .hasSize((int) load.refused())
                    .isNotEmpty()
                    .containsOnly(RejectReason.MAX_LABEL_NAMES_PER_SERIES.wireName());
        }
    }

    private void check(String phase) throws IOException {
        String what = phase + ", seed " + SEED;
        checks.wholeServices(what);
        checks.someSelections(what, random.nextLong(), SELECTIONS);
        checks.timelines(what);
        checks.catalog(what);
    }

    private List<byte[]> generated(int count) {
        return Stream.generate(() -> random.nextInt(4) == 0 ? growing.next() : GeneratedFiles.next(random))
                .limit(count)
                .toList();
    }

    private void publish(List<byte[]> files, List<Long> windows) throws Exception {
        try (Feed feed = new Feed(up.settings().bootstrapServers())) {
            // All made before any is sent: the naive database takes longer to read a file than the process.
            List<ProfileRecord> profiles = new ArrayList<>();
            for (byte[] file : files) {
                profiles.addAll(load.next(file, windows, WINDOW.toMillis()));
            }
            List<CompletableFuture<?>> acknowledgements = new ArrayList<>();
            for (ProfileRecord profile : profiles) {
                acknowledgements.add(feed.send(profile));
            }
            Feed.awaitAll(acknowledgements);
        }
    }

    /** Until the last profile published is there; what came before it on other partitions may take a moment longer. */
    private void awaitVisible() throws Exception {
        awaitVisible(VISIBLE_PATIENCE);
    }

    private void awaitVisible(Duration patience) throws Exception {
        Await.until("all published profiles in answers", patience, up::quote, () -> {
            try {
                checks.timelines("visible");
                return true;
            } catch (AssertionError notYet) {
                return false;
            }
        });
    }

    private void awaitOldWindowsStored() throws Exception {
        Await.until(
                "old windows in blocks",
                WINDOW.multipliedBy(3),
                up::quote,
                () -> OracleLoad.TENANTS.stream().allMatch(tenant -> storedCount(tenant) > 0));
    }

    private long storedCount(String tenant) {
        try {
            return blocks.count(tenant);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private Map<String, Long> storedTotals(String tenant) throws IOException {
        Map<String, Long> totals = new TreeMap<>();
        for (StoredSection section : blocks.sections(tenant)) {
            totals.merge(section.summary().profileType().id(), section.total(), Long::sum);
        }
        return totals;
    }

    private Map<String, BigDecimal> selfByFunction(String tenant, ProfileType type) throws Exception {
        return blocks.query(
                tenant,
                "SELECT CASE WHEN depth = 0 THEN '' WHEN function IS NULL THEN"
                        + " coalesce(nullif(regexp_replace(mapping, '.*/', ''), ''), '?') || '!0x' || printf('%x', address)"
                        + " WHEN function = '(unnamed)' THEN '' ELSE function END AS name, sum(self) FROM block"
                        + " WHERE self IS NOT NULL AND profile_type = '" + type.id() + "' GROUP BY name");
    }

    private List<Long> allWindows() {
        return Stream.concat(oldWindows.stream(), newWindows.stream()).toList();
    }

    private static long windowOf(long timeMillis) {
        return Math.floorDiv(timeMillis, WINDOW.toMillis()) * WINDOW.toMillis();
    }

    private static Map<String, Long> nonZero(Map<String, Long> sums) {
        Map<String, Long> kept = new TreeMap<>(sums);
        kept.values().removeIf(sum -> sum == 0);
        return kept;
    }
}
