package dev.flamestream.agent.scrape;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * A bound on how many of something run at once; whoever comes beyond it is called when another is done, in order.
 *
 * <p>Those that wait are bounded by the callers: one for each scrape point. Thread-safe.
 */
final class Permits {
    private final int limit;
    private final Executor executor;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    Permits(int limit, Executor executor) {
        this.limit = limit;
        this.executor = executor;
    }

    /** Runs the task now if there is room, else later on the executor; the task must lead to one {@link #release}. */
    void acquire(Runnable task) {
        synchronized (this) {
            if (taken >= limit) {
                waiting.add(task);
                return;
            }
            taken++;
        }
        task.run();
    }

    /** Ends one task; the next that waits takes its place. */
    void release() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                taken--;
                return;
            }
        }
        executor.execute(next);
    }

    int limit() {
        return limit;
    }

    synchronized int taken() {
        return taken;
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
