package dev.flamestream.engine.select.merge;

import java.util.concurrent.Executor;

/**
 * The threads that one merge may use. A busy executor slows a merge down to what its caller's own thread does, and never stops it.
 *
 * @param executor runs what the caller's thread does not get to
 * @param threadCount at most so many work on one merge, the caller's included
 */
public record MergeThreads(Executor executor, int threadCount) {
    /** The caller's thread and no other. */
    public static final MergeThreads CALLER = new MergeThreads(Runnable::run, 1);

    public MergeThreads {
        if (threadCount < 1) {
            throw new IllegalArgumentException("expected at least 1 thread, found " + threadCount);
        }
    }
}
