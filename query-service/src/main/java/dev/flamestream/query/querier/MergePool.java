package dev.flamestream.query.querier;

import dev.flamestream.engine.select.merge.MergeThreads;
import dev.flamestream.query.QueryMetrics;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that help queries merge, as many as there are cores and shared by all queries.
 *
 * <p>What does not fit into its queue is dropped: a merge goes on by its query's own thread wherever nobody has begun to help.
 * Safe for concurrent use. After closing, nothing helps any more, and merges go on without.
 */
public final class MergePool implements AutoCloseable {
    /** Waiting for a thread for each: a query that finds so many before it is done sooner by itself. */
    private static final int QUEUED_PER_THREAD = 8;

    private final ThreadPoolExecutor executor;
    private final int threadCount;

    private MergePool(int threadCount) {
        this.threadCount = threadCount;
        AtomicInteger number = new AtomicInteger();
        this.executor = new ThreadPoolExecutor(
                threadCount,
                threadCount,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUED_PER_THREAD * threadCount),
                task -> {
                    Thread thread = new Thread(task, "merge-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** A thread for each core. */
    public static MergePool ofAllCores(QueryMetrics metrics) {
        MergePool pool = of(Runtime.getRuntime().availableProcessors());
        metrics.gauge(
                QueryMetrics.Size.MERGE_QUEUED,
                pool.executor,
                executor -> executor.getQueue().size());
        metrics.gauge(QueryMetrics.Size.MERGE_QUEUED_MAX, pool, merges -> QUEUED_PER_THREAD * merges.threadCount);
        return pool;
    }

    static MergePool of(int threadCount) {
        return new MergePool(threadCount);
    }

    /** For one merge or many: each may use all threads. */
    public MergeThreads threads() {
        return new MergeThreads(executor, threadCount);
    }

    @Override
    public void close() {
        // What waits is helped no more; what runs ends with its query.
        executor.shutdown();
    }
}
