package dev.flamestream.query.live;

import dev.flamestream.engine.head.HeadKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.flink.api.common.JobID;

/** A proxy that answers as it is told to, and counts. */
final class FakeProxy implements StateProxy {
    final AtomicInteger reads = new AtomicInteger();
    volatile boolean isClosed;
    volatile Supplier<CompletableFuture<List<byte[]>>> answer = () -> CompletableFuture.completedFuture(List.of());

    @Override
    public CompletableFuture<List<byte[]>> read(JobID job, String state, HeadKey key) {
        reads.incrementAndGet();
        return answer.get();
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
