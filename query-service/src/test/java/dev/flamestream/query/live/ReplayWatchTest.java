package dev.flamestream.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.query.blocks.ManualTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayWatchTest {
    private static final Duration SETTLE_TIME = Duration.ofSeconds(3);
    private static final JobID ID = new JobID();
    private static final long FIRST_RUN = 1_700_000_000_000L;
    private static final Optional<Duration> CHECKPOINT = Optional.of(Duration.ofSeconds(2));
    private static final long SECOND_RUN = FIRST_RUN + 60_000;

    private final FakeJob job = new FakeJob();
    private final FakeTopicOffsets topic = new FakeTopicOffsets();
    private final ManualTicker ticker = new ManualTicker();
    private final ReplayWatch watch = new ReplayWatch(job, topic, SETTLE_TIME, ticker);

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void aJobThatRunsForLongHasNothingToReadAgainOnceKafkaAnswers() {
        runs(FIRST_RUN, ReplayWatch.SETTLED_AGE.plusMillis(1));
        topic.ends.put(0, 100L);

        assertThat(watch.behind()).isPresent();
        watch.step();
        assertThat(watch.behind()).isEmpty();
    }

    @Test
    void aJobThatBeganToRunJustNowMayHaveToReadAgain() {
        runs(FIRST_RUN, Duration.ofSeconds(1));
        job.checkpoint = CHECKPOINT;
        topic.ends.put(0, 100L);
        topic.committed.put(0, 99L);

        watch.step();
        watch.step();

        assertThat(watch.behind())
                .hasValueSatisfying(why ->
                        assertThat(why).contains(Instant.ofEpochMilli(FIRST_RUN).toString()));
    }

    @Test
    void aRestartMarksAtOnceAndUntilAllPartitionsAreCommittedPastTheirEnds() {
        settled();
        topic.ends.put(0, 100L);
        topic.ends.put(1, 50L);
        topic.committed.put(0, 100L);

        runs(SECOND_RUN, Duration.ofSeconds(1));
        assertThat(watch.behind()).as("before any look at Kafka").isPresent();

        watch.step();
        assertThat(watch.behind()).as("no commit in partition 1").isPresent();
        job.checkpoint = CHECKPOINT;
        topic.committed.put(1, 49L);
        watch.step();
        assertThat(watch.behind()).as("one record is missing").isPresent();
        topic.committed.put(1, 50L);
        caughtUp();
    }

    @Test
    void whatKafkaAcknowledgedInTheLastSecondsIsNotWaitedFor() {
        settled();
        topic.ends.put(0, 100L);
        runs(SECOND_RUN, Duration.ofSeconds(1));
        watch.step();

        ticker.advance(ReplayWatch.FRESH.plus(CHECKPOINT.get()).minusNanos(1));
        topic.ends.put(0, 1_000L);
        topic.committed.put(0, 100L);
        job.checkpoint = CHECKPOINT;
        caughtUp();
    }

    @Test
    void aJobThatIsWhereItWasAndStillLateIsBehind() {
        settled();
        topic.ends.put(0, 100L);
        runs(SECOND_RUN, Duration.ofSeconds(1));
        watch.step();
        topic.ends.put(0, 1_000L);
        watch.step();

        ticker.advance(ReplayWatch.FRESH.plus(CHECKPOINT.get()));
        topic.committed.put(0, 999L);
        job.checkpoint = CHECKPOINT;
        watch.step();
        ticker.advance(SETTLE_TIME);
        watch.step();
        assertThat(watch.behind())
                .as("one record that was acknowledged long before the checkpoint is missing")
                .isPresent();

        topic.committed.put(0, 1_000L);
        caughtUp();
    }

    @Test
    void whatAnEarlierRunHasCommittedDoesNotCount() {
        settled();
        topic.ends.put(0, 100L);
        topic.committed.put(0, 100L);
        // It goes back to an older savepoint, as a person may order.
        runs(SECOND_RUN, Duration.ofSeconds(1));

        watch.step();
        watch.step();
        ticker.advance(SETTLE_TIME);
        watch.step();
        assertThat(watch.behind()).as("no checkpoint of this run").isPresent();

        job.checkpoint = CHECKPOINT;
        topic.committed.put(0, 60L);
        watch.step();
        ticker.advance(SETTLE_TIME);
        watch.step();
        assertThat(watch.behind()).as("its first commit takes back the other's").isPresent();

        topic.committed.put(0, 100L);
        caughtUp();
    }

    @Test
    void aCommitThatTakesBackAnEarlierRunsComesInTimeWhileHeadsSettle() {
        settled();
        topic.ends.put(0, 100L);
        topic.committed.put(0, 100L);
        runs(SECOND_RUN, Duration.ofSeconds(1));
        job.checkpoint = CHECKPOINT;
        watch.step();
        watch.step();

        topic.committed.put(0, 60L);
        ticker.advance(SETTLE_TIME);
        watch.step();
        watch.step();

        assertThat(watch.behind()).isPresent();
        topic.committed.put(0, 100L);
        caughtUp();
    }

    @Test
    void aTopicWithoutARecordIsCaughtUpWith() {
        runs(FIRST_RUN, Duration.ofSeconds(1));

        watch.step();

        assertThat(watch.behind()).isEmpty();
    }

    @Test
    void theSameRunSeenAgainIsNoRestart() {
        settled();
        runs(FIRST_RUN, Duration.ofDays(2));
        assertThat(watch.behind()).isEmpty();

        job.running = Optional.empty();
        assertThat(watch.behind()).as("while the job cannot be found").isPresent();
        runs(FIRST_RUN, Duration.ofDays(2));
        assertThat(watch.behind()).isEmpty();
    }

    @Test
    void aNewJobOfTheNameIsARestart() {
        settled();
        job.running = Optional.of(new RunningJob(new JobID(), FIRST_RUN, Duration.ofDays(1)));

        assertThat(watch.behind()).isPresent();
    }

    @Test
    void kafkaAwayMarksAtTheFirstFailureAndItsReturnIsLikeARestart() {
        settled();
        topic.ends.put(0, 100L);
        topic.isAway = true;
        watch.step();
        assertThat(watch.behind()).hasValueSatisfying(why -> assertThat(why).contains("Kafka", "connection refused"));

        topic.isAway = false;
        watch.step();
        assertThat(watch.behind()).as("nothing is committed").isPresent();
        job.checkpoint = CHECKPOINT;
        topic.committed.put(0, 100L);
        caughtUp();
    }

    @Test
    void kafkaThatGoesWhileTheJobReadsAgainHasItsEndsTakenOnceMore() {
        settled();
        topic.ends.put(0, 100L);
        runs(SECOND_RUN, Duration.ofSeconds(1));
        watch.step();

        topic.isAway = true;
        watch.step();
        topic.isAway = false;
        job.checkpoint = CHECKPOINT;
        topic.ends.put(0, 200L);
        topic.committed.put(0, 100L);
        watch.step();
        watch.step();
        ticker.advance(SETTLE_TIME);
        watch.step();
        assertThat(watch.behind()).as("200 were acknowledged before Kafka went").isPresent();
        topic.committed.put(0, 200L);
        caughtUp();
    }

    @Test
    void endsThatWereTakenBeforeARestartAreWorthNothingAfterIt() {
        settled();
        topic.ends.put(0, 100L);
        topic.committed.put(0, 100L);
        runs(SECOND_RUN, Duration.ofSeconds(1));
        topic.whileAsked = () -> {
            runs(SECOND_RUN + 1, Duration.ofSeconds(1));
            assertThat(watch.behind()).isPresent();
        };
        watch.step();
        topic.whileAsked = () -> {};
        job.checkpoint = CHECKPOINT;
        topic.ends.put(0, 101L);

        watch.step();
        watch.step();
        ticker.advance(SETTLE_TIME);
        watch.step();

        assertThat(watch.behind()).isPresent();
    }

    /** The job runs for long, and Kafka answers. */
    private void settled() {
        runs(FIRST_RUN, Duration.ofDays(1));
        watch.step();
        assertThat(watch.behind()).isEmpty();
    }

    /** The offsets suffice now: the mark stays while older heads may be in use, and then it goes. */
    private void caughtUp() {
        watch.step();
        ticker.advance(SETTLE_TIME.minusNanos(1));
        watch.step();
        assertThat(watch.behind())
                .as("heads that were read before may be in use")
                .isPresent();
        ticker.advance(Duration.ofNanos(1));
        watch.step();
        assertThat(watch.behind()).isEmpty();
    }

    private void runs(long sinceMillis, Duration age) {
        if (job.running.isEmpty() || job.running.get().sinceMillis() != sinceMillis) {
            job.checkpoint = Optional.empty();
        }
        job.running = Optional.of(new RunningJob(ID, sinceMillis, age));
    }
}
