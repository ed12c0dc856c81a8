package dev.flamestream.query.live;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobID;

/** A job that runs or does not. */
final class FakeJob implements JobWatch {
    final AtomicInteger doubts = new AtomicInteger();
    volatile Optional<RunningJob> running = Optional.of(run(1));

    /** A run of a job of its own, long settled. */
    static RunningJob run(long sinceMillis) {
        return new RunningJob(new JobID(), sinceMillis, Duration.ofDays(1));
    }

    @Override
    public Optional<RunningJob> running() {
        return running;
    }

    /** How long the newest checkpoint of the run took. */
    volatile Optional<Duration> checkpoint = Optional.empty();

    @Override
    public Optional<Duration> checkpoint(RunningJob run) {
        return checkpoint;
    }

    @Override
    public boolean isOpen() {
        return running.isEmpty();
    }

    @Override
    public void doubt() {
        doubts.incrementAndGet();
    }
}
