package dev.flamestream.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.ProfileType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long it takes from Kafka's acknowledgement of a profile until an answer holds it, with the settings that {@code
 * up} has by itself: {@code ./mvnw -pl standalone -am verify -Dit.test=FreshnessBench -Dflamestream.bench=true
 * -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
@EnabledIfSystemProperty(named = "flamestream.bench", matches = "true")
class FreshnessBench {
    private static final long SEED = Long.getLong("flamestream.seed", 20_261_123);
    private static final ProfileType CPU = new ProfileType("process_cpu", "cpu", "nanoseconds", "cpu", "nanoseconds");
    private static final int PROBES = Integer.getInteger("flamestream.bench.probes", 250);
    private static final int WARM_UP_PROBES = 20;
    private static final Duration TARGET = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** So that probes do not fall into step with caches of a second. */
    private static final int MAX_PAUSE_MILLIS = 400;

    private static final int POLL_MILLIS = 10;

    @TempDir
    private Path folder;

    @Test
    void acknowledgedProfilesAreInAnswersWithinTwoSeconds() throws Exception {
        Random random = new Random(SEED);
        long[] nanos = new long[PROBES];
        try (UpProcess up = UpProcess.start(
                        UpSettings.in(folder, UpSettings.DEFAULT_WINDOW, UpSettings.DEFAULT_CHECKPOINT_INTERVAL));
                Feed feed = new Feed(up.settings().bootstrapServers())) {
            QuerierApi api = new QuerierApi(up.settings().http());
            for (int probe = -WARM_UP_PROBES; probe < PROBES; probe++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(MAX_PAUSE_MILLIS));
                long taken = probe(api, feed, probe + WARM_UP_PROBES + 1, up);
                if (probe >= 0) {
                    nanos[probe] = taken;
                }
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "freshness over %d probes: p50 %d ms, p90 %d ms, p99 %d ms, max %d ms%n",
                PROBES, millis(nanos, 0.5), millis(nanos, 0.9), millis(nanos, 0.99), millis(nanos, 1));
        assertThat(millis(nanos, 0.99)).as("p99 in ms").isLessThan(TARGET.toMillis());
    }

    /** All probes are of one service, as a person looks at it who waits for the next profile. */
    private static long probe(QuerierApi api, Feed feed, int number, UpProcess up) throws Exception {
        byte[] file = PprofFile.of("cpu/nanoseconds").sample("main;probe", 1).gzip();
        Labels series = Labels.of(Labels.SERVICE_NAME, "probe", Labels.PROFILE_NAME, CPU.name(), "pod", "p");
        feed.send(ProfileRecord.of(series, file).build()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        long acknowledged = System.nanoTime();
        long now = Instant.now().toEpochMilli();
        Selection selection = Selection.of(
                "anonymous",
                CPU,
                List.of(LabelMatcher.equal(Labels.SERVICE_NAME, "probe")),
                new TimeRange(now - 3_600_000, now + 60_000));
        while (Sums.total(api.profile(selection).message().fold(0, Naming.FUNCTION)) < number) {
            if (System.nanoTime() - acknowledged > PATIENCE.toNanos()) {
                throw new AssertionError("probe " + number + " is not there after " + PATIENCE + "\n" + up.quote());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return System.nanoTime() - acknowledged;
    }

    private static long millis(long[] sortedNanos, double quantile) {
        int index = (int) Math.ceil(quantile * sortedNanos.length) - 1;
        return TimeUnit.NANOSECONDS.toMillis(sortedNanos[Math.max(0, index)]);
    }
}
