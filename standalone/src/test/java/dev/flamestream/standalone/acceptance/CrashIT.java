package dev.flamestream.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Kafka has acknowledged counts exactly once, however often and at whatever moment the process is killed.
 *
 * <p>More kills: {@code ./mvnw -pl standalone -am verify -Dit.test=CrashIT -Dflamestream.crash.kills=100}, with other moments:
 * {@code -Dflamestream.seed=7}.
 */
class CrashIT {
    private static final long SEED = Long.getLong("flamestream.seed", 20_261_123);
    private static final int KILLS = Integer.getInteger("flamestream.crash.kills", 10);
    private static final Duration WINDOW = Duration.ofSeconds(4);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);

    /** Every second kill: from the middle of the broker's start to a while after all of it has started on a quick machine. */
    private static final long MIN_LIFE_MILLIS = 2_000;

    private static final long MAX_LIFE_MILLIS = 14_000;

    /** The others: so long after the job runs, whatever that took; some checkpoints, and the first cuts. */
    private static final long MAX_RUN_MILLIS = 6_000;

    /** What {@code up} writes once all tasks of the job run. */
    private static final String JOB_RUNS = "  job ";

    private static final Duration VISIBLE_PATIENCE = Duration.ofSeconds(60);
    private static final Duration STORED_PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_SHOWN = 10;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final TimeRange range = new TimeRange(
            Instant.now().minusSeconds(3_600).toEpochMilli(),
            Instant.now().plusSeconds(3_600).toEpochMilli());

    @Test
    void acknowledgedProfilesCountExactlyOnceOverKills() throws Exception {
        UpSettings settings = UpSettings.in(folder, WINDOW, CHECKPOINT_INTERVAL);
        try (CrashLoad load = new CrashLoad(settings.bootstrapServers(), new Random(SEED))) {
            Thread publisher = new Thread(load, "crash-load");
            publisher.setDaemon(true);
            publisher.start();
            int runningAtKill = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                runningAtKill += liveAndDie(settings, kill) ? 1 : 0;
            }
            try (UpProcess up = UpProcess.start(settings)) {
                load.stop();
                System.out.println("crash: " + KILLS + " kills, " + runningAtKill + " of them while the job ran, "
                        + load.acknowledgedCount() + " acknowledged, " + load.unknownCount() + " given up");
                assertThat(load.acknowledgedCount())
                        .as("acknowledged, so that something is proved")
                        .isPositive();

                awaitFaultless("answers", VISIBLE_PATIENCE, up, load, () -> countsInAnswers(settings));
                awaitFaultless("blocks", STORED_PATIENCE, up, load, () -> countsInBlocks(settings));
                assertThat(load.faults(countsInAnswers(settings)))
                        .as("answers once all is stored")
                        .isEmpty();
            }
        }
    }

    /** Starts the process and kills it at a moment that the seed decides; whether the job ran by then. */
    private boolean liveAndDie(UpSettings settings, int kill) throws Exception {
        long lifeMillis = MIN_LIFE_MILLIS + random.nextLong(MAX_LIFE_MILLIS - MIN_LIFE_MILLIS);
        long runMillis = random.nextLong(MAX_RUN_MILLIS);
        try (UpProcess up = UpProcess.launch(settings)) {
            if (kill % 2 == 0) {
                up.awaitLine(JOB_RUNS);
            }
            if (up.awaitEnd(Duration.ofMillis(kill % 2 == 0 ? runMillis : lifeMillis))) {
                throw new AssertionError("seed " + SEED + ", start " + kill + ": it ended by itself\n" + up.quote());
            }
            boolean running = up.hasLine(JOB_RUNS);
            up.kill();
            return running;
        }
    }

    /** Counts by function. */
    @FunctionalInterface
    private interface Counts {
        Map<String, Long> get() throws Exception;
    }

    private static void awaitFaultless(String where, Duration patience, UpProcess up, CrashLoad load, Counts counts)
            throws Exception {
        Await.until(
                "every acknowledged profile once in " + where,
                patience,
                () -> {
                    try {
                        List<String> faults = load.faults(counts.get());
                        return "seed " + SEED + ", " + faults.size() + " faults: "
                                + faults.subList(0, Math.min(MAX_SHOWN, faults.size())) + "\n" + up.quote();
                    } catch (Exception failure) {
                        return "seed " + SEED + ", " + failure + "\n" + up.quote();
                    }
                },
                () -> load.faults(counts.get()).isEmpty());
    }

    private Map<String, Long> countsInAnswers(UpSettings settings) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        new QuerierApi(settings.http())
                .profile(Selection.of(CrashLoad.TENANT, CrashLoad.TYPE, List.of(), range))
                .whole()
                .fold(0, Naming.FUNCTION)
                .forEach((stack, count) -> counts.merge(stack.substring(stack.lastIndexOf(';') + 1), count, Long::sum));
        return counts;
    }

    private static Map<String, Long> countsInBlocks(UpSettings settings) throws Exception {
        Map<String, Long> counts = new TreeMap<>();
        BlocksOnDisk blocks = new BlocksOnDisk(settings.data());
        if (blocks.count(CrashLoad.TENANT) > 0) {
            Map<String, BigDecimal> sums = blocks.query(
                    CrashLoad.TENANT, "SELECT function, sum(self) FROM block WHERE self IS NOT NULL GROUP BY function");
            sums.forEach((function, sum) -> counts.put(function, sum.longValueExact()));
        }
        return counts;
    }
}
