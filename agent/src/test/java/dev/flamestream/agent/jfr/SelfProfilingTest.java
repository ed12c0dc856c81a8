package dev.flamestream.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.schemas.pprof.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class SelfProfilingTest {
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final Path KEPT = Path.of("target", "self-profiles");

    private final AtomicLong sink = new AtomicLong();
    private volatile byte[] garbage = {};

    private static long deadline(Duration duration) {
        return System.nanoTime() + duration.toNanos();
    }

    private void burnCpuHere(long deadlineNanos) {
        while (System.nanoTime() < deadlineNanos) {
            for (int i = 0; i < 100_000; i++) {
                sink.lazySet(i);
            }
        }
    }

    private void burnDeep(int calls, long deadlineNanos) {
        if (calls == 0) {
            burnCpuHere(deadlineNanos);
        } else {
            burnDeep(calls - 1, deadlineNanos);
        }
    }

    private long allocateHere(long deadlineNanos) {
        long bytes = 0;
        while (System.nanoTime() < deadlineNanos) {
            garbage = new byte[64 << 10];
            bytes += garbage.length;
            LockSupport.parkNanos(100_000);
        }
        return bytes;
    }

    private void waitForMonitorHere(Object monitor) {
        synchronized (monitor) {
            sink.incrementAndGet();
        }
    }

    private void waitForLockHere(ReentrantLock lock) {
        lock.lock();
        try {
            sink.incrementAndGet();
        } finally {
            lock.unlock();
        }
    }

    private static Profile await(SelfProfileKind kind, CompletableFuture<byte[]> pprof) throws Exception {
        byte[] bytes = pprof.get(30, TimeUnit.SECONDS);
        keep(kind, bytes);
        return PprofText.parse(bytes);
    }

    /** Left in target for reading with any other pprof tool. */
    private static void keep(SelfProfileKind kind, byte[] bytes) throws IOException {
        Files.createDirectories(KEPT);
        Files.write(KEPT.resolve(kind.profileName() + ".pb.gz"), bytes);
    }

    @Test
    void findsTheMethodsThatBurnAllocateAndWait() throws Exception {
        try (SelfProfiling profiling = SelfProfiling.startOnDemand().orElseThrow()) {
            var burned = profiling.pprof(SelfProfileKind.CPU, WINDOW);
            burnDeep(150, deadline(WINDOW));
            var allocated = profiling.pprof(SelfProfileKind.ALLOCATION, WINDOW);
            long allocatedBytes = allocateHere(deadline(WINDOW));
            var waited = profiling.pprof(SelfProfileKind.LOCK, WINDOW);
            Object monitor = new Object();
            ReentrantLock lock = new ReentrantLock();
            holdAndContend(monitor, lock);

            Profile cpu = await(SelfProfileKind.CPU, burned);
            // 2 s less the time in which this machine, which others share, ran neither us nor JFR's sampler.
            assertThat(PprofText.through(cpu, 1, "SelfProfilingTest.burnCpuHere"))
                    .as(PprofText.folded(cpu, 1))
                    .isBetween(200_000_000L, 2_200_000_000L);
            assertThat(PprofText.folded(cpu, 1).lines().filter(line -> line.contains("burnCpuHere")))
                    .noneMatch(line -> line.contains("(truncated)"));
            Profile memory = await(SelfProfileKind.ALLOCATION, allocated);
            assertThat((double) PprofText.through(memory, 0, "SelfProfilingTest.allocateHere"))
                    .isBetween(0.5 * allocatedBytes, 1.5 * allocatedBytes);
            Profile mutex = await(SelfProfileKind.LOCK, waited);
            assertThat(PprofText.through(mutex, 1, "SelfProfilingTest.waitForMonitorHere"))
                    .as(PprofText.folded(mutex, 1))
                    .isBetween(50_000_000L, 2_000_000_000L);
            assertThat(PprofText.through(mutex, 0, "SelfProfilingTest.waitForLockHere"))
                    .isEqualTo(1);
        }
    }

    /** Holds both for 100 ms after another thread wants them. */
    private void holdAndContend(Object monitor, ReentrantLock lock) throws InterruptedException {
        Thread first = new Thread(() -> waitForMonitorHere(monitor));
        synchronized (monitor) {
            first.start();
            parkUntil(() -> first.getState() == Thread.State.BLOCKED);
        }
        first.join();
        Thread second = new Thread(() -> waitForLockHere(lock));
        lock.lock();
        try {
            second.start();
            parkUntil(() -> second.getState() == Thread.State.WAITING);
        } finally {
            lock.unlock();
        }
        second.join();
    }

    private static void parkUntil(java.util.function.BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
        long end = deadline(Duration.ofMillis(100));
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void refusesMoreOnDemandThanItsBoundAndFailsThemWhenClosed() {
        CompletableFuture<byte[]> first;
        try (SelfProfiling profiling = SelfProfiling.startOnDemand().orElseThrow()) {
            first = profiling.pprof(SelfProfileKind.CPU, Duration.ofMinutes(5));
            for (int i = 1; i < SelfProfiling.MAX_ON_DEMAND; i++) {
                assertThat(profiling.pprof(SelfProfileKind.CPU, Duration.ofMinutes(5)))
                        .isNotDone();
            }

            assertThat(profiling.pprof(SelfProfileKind.CPU, WINDOW)).isCompletedExceptionally();
            assertThat(profiling.pprof(SelfProfileKind.CPU, Duration.ofMinutes(6)))
                    .isCompletedExceptionally();
        }
        assertThat(first).isCompletedExceptionally();
    }
}
