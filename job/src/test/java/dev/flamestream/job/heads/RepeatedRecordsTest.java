package dev.flamestream.job.heads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.schemas.record.Labels;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records with the same id count once within the retention. */
class RepeatedRecordsTest {
    private static final long RETENTION = Duration.ofMinutes(10).toMillis();
    private static final Labels LABELS = Labels.of("service_name", "shop", "__name__", "process_cpu", "pod", "a");
    private static final String ID = "018f5d3c-7b6a-7c3e-9f00-aabbccddeeff";
    private static final String STATE = "ids";
    private static final byte[] PROFILE =
            PprofFile.of("cpu/nanoseconds").sample("main;a", 10).gzip();

    private SeriesHarness job;

    @BeforeEach
    void open() throws Exception {
        job = new SeriesHarness(new SeriesSettings(Duration.ofMillis(RETENTION), 64 << 20));
    }

    @AfterEach
    void close() throws Exception {
        job.close();
    }

    @Test
    void theSameIdCountsOnceAndOthersCount() throws Exception {
        send(ID, 0);
        send(ID, 1);
        send(ID.replace('f', 'e'), 2);

        assertThat(job.profiles(LABELS, 0)).isEqualTo(2);
        assertThat(job.rejected()).as("a repeat is not refused").isZero();
    }

    @Test
    void recordsWithoutAnIdAllCountAndTouchNoState() throws Exception {
        send("", 0);
        send("", 0);

        assertThat(job.profiles(LABELS, 0)).isEqualTo(2);
        assertThat(state()).isEmpty();
    }

    @Test
    void anIdIsKnownForTheRetentionAndNoLonger() throws Exception {
        send(ID, 0);
        send(ID, RETENTION);
        assertThat(job.profiles(LABELS, 0)).isEqualTo(1);

        send(ID, RETENTION + 1);

        assertThat(job.profiles(LABELS, 0)).isEqualTo(2);
    }

    @Test
    void theSameIdInAnotherSeriesIsAnotherProfile() throws Exception {
        send(ID, 0);
        job.send(LABELS.with("pod", "b"), 0, 0, ID, PROFILE);

        assertThat(job.profiles(LABELS, 0)).isEqualTo(2);
    }

    @Test
    void aRefusedRecordMayComeAgain() throws Exception {
        job.send(LABELS, 0, 0, ID, new byte[] {1, 2, 3});
        send(ID, 1);

        assertThat(job.rejected()).isEqualTo(1);
        assertThat(job.profiles(LABELS, 0)).isEqualTo(1);
    }

    @Test
    void whatIsReplayedAfterARestoreCountsAndWhatCameBeforeDoesNotAgain() throws Exception {
        send("before", 0);
        OperatorSubtaskState checkpoint = job.snapshot();
        send("after", 1);

        job.restore(checkpoint);
        send("after", 1);
        send("before", 2);
        send("after", 3);

        assertThat(job.profiles(LABELS, 0)).isEqualTo(2);
    }

    @Test
    void theLogOfIdsStaysShort() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            send("id " + i, i * RETENTION / 10);
        }

        assertThat(state()).hasSizeLessThan(100);
        send("id 999", 999 * RETENTION / 10);
        assertThat(job.list(HeadKey.series(SeriesHarness.head(LABELS, 0), LABELS.hash(), 0), STATE))
                .hasSizeLessThan(100);
    }

    @Test
    void idsAreForgottenOnceTheLogWentOnForTheRetention() throws Exception {
        send(ID, 0);
        job.send(LABELS.with("pod", "b"), 0, RETENTION, "other", PROFILE);
        job.advanceTo(RETENTION + 1);
        assertThat(state()).as("the retention, and not more").isNotEmpty();

        job.send(LABELS.with("pod", "b"), 0, RETENTION + 1, "another", PROFILE);
        job.advanceTo(2 * RETENTION + 2);

        assertThat(state()).isEmpty();
    }

    @Test
    void damagedIdsBeginAnew() throws Exception {
        send(ID, 0);
        job.restore(job.snapshot());
        List<byte[]> log = state();
        log.get(0)[3] ^= 1;
        job.replace(HeadKey.series(SeriesHarness.head(LABELS, 0), LABELS.hash(), 0), STATE, log);

        send("other", 1);
        send("other", 2);

        assertThat(job.profiles(LABELS, 0)).isEqualTo(2);
    }

    @Test
    void seriesThatDoNotFitIntoMemoryAreReadFromState() throws Exception {
        job.close();
        job = new SeriesHarness(new SeriesSettings(Duration.ofMillis(RETENTION), 1));
        for (int round = 0; round < 2; round++) {
            for (int pod = 0; pod < 20; pod++) {
                job.send(LABELS.with("pod", "p" + pod), 0, 0, ID, PROFILE);
            }
        }

        assertThat(job.profiles(LABELS, 0)).isEqualTo(20);
    }

    private void send(String id, long appendMillis) throws Exception {
        job.send(LABELS, 0, appendMillis, id, PROFILE);
    }

    private List<byte[]> state() throws Exception {
        return job.list(HeadKey.series(SeriesHarness.head(LABELS, 0), LABELS.hash(), 0), STATE);
    }
}
