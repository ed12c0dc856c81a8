package dev.flamestream.job.heads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.schemas.record.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What heads hold of profiles whose values count from the start of their process. */
class CumulativeSeriesTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long SCRAPE = 15_000;
    private static final Labels POD_A = Labels.of("service_name", "shop", "__name__", "memory", "pod", "a");
    private static final Labels POD_B = POD_A.with("pod", "b");
    private static final String STATE = "cumulative";

    private SeriesHarness job;

    @BeforeEach
    void open() throws Exception {
        job = new SeriesHarness(new SeriesSettings(Duration.ofHours(1), 64 << 20));
    }

    @AfterEach
    void close() throws Exception {
        job.close();
    }

    @Test
    void headsHoldDifferencesOfEachSeriesAndGaugesAsTheyCome() throws Exception {
        job.send(POD_A, 0, heap(100, 8));
        job.send(POD_B, 1, heap(5_000, 8));
        job.send(POD_A, SCRAPE, heap(130, 9));
        job.send(POD_B, SCRAPE + 1, heap(5_001, 9));

        assertThat(job.sums(POD_A, 0, "alloc_space")).isEqualTo(Map.of("main;a", 31L));
        assertThat(job.sums(POD_A, 0, "inuse_space")).isEqualTo(Map.of("main;a", 34L));
        assertThat(job.profiles(POD_A, 0)).isEqualTo(4);
    }

    @Test
    void aSeriesGoesOnFromOneWindowToTheNext() throws Exception {
        job.send(POD_A, SeriesHarness.WINDOW - 1, heap(100, 0));
        job.send(POD_A, SeriesHarness.WINDOW, heap(107, 0));

        assertThat(job.sums(POD_A, SeriesHarness.WINDOW, "alloc_space")).isEqualTo(Map.of("main;a", 7L));
    }

    @Test
    void whatCountsAlreadyAsDifferencesIsLeftAsItIs() throws Exception {
        Labels deltas = POD_A.with("__delta__", "false");
        job.send(deltas, 0, heap(100, 0));
        job.send(deltas, SCRAPE, heap(130, 0));

        assertThat(job.sums(POD_A, 0, "alloc_space")).isEqualTo(Map.of("main;a", 230L));
        assertThat(state(deltas)).isEmpty();
    }

    @Test
    void aSeriesWithoutANameIsKnownByTheNameThatIsGuessed() throws Exception {
        Labels nameless = POD_A.with("__name__", "");
        job.send(nameless, 0, heap(100, 0));
        job.send(nameless, SCRAPE, heap(130, 0));

        assertThat(job.sums(nameless, 0, "alloc_space")).isEqualTo(Map.of("main;a", 30L));
    }

    @Test
    void aRestoreGoesOnAsIfNothingHadHappened() throws Exception {
        job.send(POD_A, 0, heap(100, 0));
        job.send(POD_A, SCRAPE, heap(130, 0));
        OperatorSubtaskState checkpoint = job.snapshot();
        job.send(POD_A, 2 * SCRAPE, heap(150, 0));
        job.send(POD_A, 3 * SCRAPE, heap(151, 0));

        job.restore(checkpoint);
        job.send(POD_A, 2 * SCRAPE, heap(150, 0));
        job.send(POD_A, 3 * SCRAPE, heap(151, 0));

        assertThat(job.sums(POD_A, 0, "alloc_space")).isEqualTo(Map.of("main;a", 51L));
    }

    @Test
    void aRefusedProfileIsNotWhatTheNextIsComparedWith() throws Exception {
        job.send(POD_A, 0, heap(100, 0));
        byte[] broken = heap(120, 0).gzip();
        broken[broken.length / 2] ^= 0x55;
        job.send(POD_A, SCRAPE, SCRAPE, "", broken);
        job.send(POD_A.with("__name__", "mem:ory"), 2 * SCRAPE, heap(125, 0));
        job.send(POD_A, 3 * SCRAPE, heap(130, 0));

        assertThat(job.rejected()).isEqualTo(2);
        assertThat(job.sums(POD_A, 0, "alloc_space")).isEqualTo(Map.of("main;a", 30L));
    }

    @Test
    void aSeriesThatDoesNotFitIntoMemoryIsReadFromState() throws Exception {
        job.close();
        job = new SeriesHarness(new SeriesSettings(Duration.ofHours(1), 1));
        for (int i = 0; i < 100; i++) {
            job.send(POD_A, i * 2L, heap(100 + i, 0));
            job.send(POD_B, i * 2L + 1, heap(100 + 2L * i, 0));
        }

        assertThat(job.sums(POD_A, 0, "alloc_space")).isEqualTo(Map.of("main;a", 99L + 198L));
    }

    @Test
    void aSeriesIsForgottenOnceTheLogWentOnForTheRetentionWithoutIt() throws Exception {
        job.send(POD_A, 0, heap(100, 0));
        job.send(POD_B, HOUR, heap(100, 0));
        job.advanceTo(HOUR + 1);
        assertThat(state(POD_A)).as("an hour, and not more").isNotEmpty();

        job.send(POD_B, HOUR + 1, heap(100, 0));
        job.advanceTo(2 * HOUR + 2);

        assertThat(state(POD_A)).isEmpty();
        assertThat(state(POD_B)).isNotEmpty();
    }

    @Test
    void aSeriesIsNotForgottenWhileTheJobIsAway() throws Exception {
        job.send(POD_A, 0, heap(100, 0));
        OperatorSubtaskState checkpoint = job.snapshot();

        job.advanceTo(10 * HOUR);
        job.restore(checkpoint);
        job.advanceTo(12 * HOUR);
        job.send(POD_A, SCRAPE, heap(111, 0));

        assertThat(job.sums(POD_A, 0, "alloc_space")).isEqualTo(Map.of("main;a", 11L));
    }

    @Test
    void aGapOfMoreThanTheRetentionBeginsANewSeriesWhetherOrNotATimerCame() throws Exception {
        job.send(POD_A, 0, heap(100, 0));
        job.send(POD_A, HOUR, heap(107, 0));
        job.send(POD_A, 2 * HOUR + 1, heap(207, 0));
        job.send(POD_A, 2 * HOUR + 2, heap(210, 0));

        assertThat(job.sums(POD_A, HOUR, "alloc_space")).isEqualTo(Map.of("main;a", 7L));
        assertThat(job.sums(POD_A, 2 * HOUR + 1, "alloc_space")).isEqualTo(Map.of("main;a", 3L));
    }

    @Test
    void damagedStateBeginsANewSeries() throws Exception {
        job.send(POD_A, 0, heap(100, 0));
        OperatorSubtaskState checkpoint = job.snapshot();
        job.restore(checkpoint);
        List<byte[]> log = state(POD_A);
        log.get(0)[5] ^= 1;
        job.replace(key(POD_A), STATE, log);

        job.send(POD_A, SCRAPE, heap(110, 0));
        job.send(POD_A, 2 * SCRAPE, heap(113, 0));

        assertThat(job.sums(POD_A, 0, "alloc_space")).isEqualTo(Map.of("main;a", 3L));
        assertThat(job.rejected()).isZero();
    }

    @Test
    void profilesWithoutCumulativeTypesTouchNoState() throws Exception {
        Labels cpu = POD_A.with("__name__", "process_cpu");
        job.send(cpu, 0, PprofFile.of("samples/count", "cpu/nanoseconds").sample("main;a", 1, 10));

        assertThat(state(cpu)).isEmpty();
    }

    private List<byte[]> state(Labels labels) throws Exception {
        return job.list(key(labels), STATE);
    }

    private static HeadKey key(Labels labels) {
        return HeadKey.series(SeriesHarness.head(labels, 0), labels.hash(), 0);
    }

    private static PprofFile heap(long allocated, long inUse) {
        return PprofFile.of("alloc_space/bytes", "inuse_space/bytes").sample("main;a", allocated, inUse);
    }
}
