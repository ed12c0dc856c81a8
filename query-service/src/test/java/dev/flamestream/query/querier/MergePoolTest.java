package dev.flamestream.query.querier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.query.QueryMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MergePoolTest {
    @Test
    void dropsWhatItHasNoRoomForAndNothingElse() throws Exception {
        int kept = 2 + 2 * 8;
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(kept);
        Runnable task = () -> {
            begun.countDown();
            await(mayEnd);
            ran.incrementAndGet();
            ended.countDown();
        };
        try (MergePool pool = MergePool.of(2)) {
            pool.threads().executor().execute(task);
            pool.threads().executor().execute(task);
            await(begun);

            for (int i = 0; i < 1000; i++) {
                pool.threads().executor().execute(task);
            }
            mayEnd.countDown();

            await(ended);
            assertThat(ran).hasValue(kept);
        }
    }

    @Test
    void takesWorkAndDoesNothingAfterItWasClosed() {
        AtomicInteger ran = new AtomicInteger();
        MergePool pool = MergePool.of(1);
        pool.close();

        pool.threads().executor().execute(ran::incrementAndGet);

        assertThat(ran).hasValue(0);
    }

    @Test
    void hasAThreadForEachCoreThatKeepsNoProcessAlive() {
        CountDownLatch seen = new CountDownLatch(1);
        try (MergePool pool = MergePool.ofAllCores(new QueryMetrics(new SimpleMeterRegistry()))) {
            pool.threads().executor().execute(() -> {
                Thread thread = Thread.currentThread();
                if (thread.isDaemon() && thread.getName().startsWith("merge-")) {
                    seen.countDown();
                }
            });

            await(seen);
            assertThat(pool.threads().threadCount())
                    .isEqualTo(Runtime.getRuntime().availableProcessors());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
