package dev.flamestream.query.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does the parts of a read side by side: on the caller's own thread, and on those of a shared pool that are free.
 *
 * <p>No part waits for another, and no caller for a thread: what nobody has begun the caller does itself. So a pool whose
 * threads are all busy makes a read slower and never stops it. Safe for concurrent use.
 */
final class SideBySide implements AutoCloseable {
    /** What does not fit is left to the callers; a queue of old helpers would find nothing left to do. */
    private static final int QUEUED_PER_THREAD = 4;

    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor executor;
    private final int threadCount;
    private final Duration partTimeout;

    /** A step that ends by itself, in a bounded time. */
    interface Part {
        /** Does it. */
        void run() throws IOException;
    }

    /**
     * @param partTimeout in which each part ends by itself, or fails
     */
    SideBySide(String name, int threadCount, Duration partTimeout) {
        this.threadCount = threadCount;
        this.partTimeout = partTimeout;
        AtomicInteger number = new AtomicInteger();
        this.executor = new ThreadPoolExecutor(
                threadCount,
                threadCount,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUED_PER_THREAD * threadCount),
                task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        executor.allowCoreThreadTimeOut(true);
    }

    /** Does all parts; after the first failure none is begun any more, and it is thrown when those under way have ended. */
    void run(List<? extends Part> parts) throws IOException {
        Shared shared = new Shared(parts);
        for (int i = 1; i < Math.min(threadCount + 1, parts.size()); i++) {
            executor.execute(shared::help);
        }
        shared.help();
        shared.await();
    }

    private final class Shared {
        private final List<? extends Part> parts;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch left;
        private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

        Shared(List<? extends Part> parts) {
            this.parts = parts;
            this.left = new CountDownLatch(parts.size());
        }

        void help() {
            for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        parts.get(i).run();
                    }
                } catch (IOException | RuntimeException e) {
                    failure.compareAndSet(null, e);
                } finally {
                    left.countDown();
                }
            }
        }

        void await() throws IOException {
            try {
                if (!left.await(partTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException("parts of a read did not end within " + partTimeout.toMillis() + " ms");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while parts of a block are read", e);
            }
            Exception first = failure.get();
            if (first instanceof IOException e) {
                throw e;
            }
            if (first instanceof RuntimeException e) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
