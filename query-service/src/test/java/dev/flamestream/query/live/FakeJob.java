package dev.flamestream.query.live;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobID;

/** A job that runs or does not. */
final class FakeJob implements JobWatch {
    final AtomicInteger doubts = new AtomicInteger();
    volatile Optional<JobID> running = Optional.of(new JobID());

    @Override
    public Optional<JobID> running() {
        return running;
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
