package dev.flamestream.engine.select.merge;

import dev.flamestream.engine.select.QueryLimitException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The part of a merge that another thread does, if one gets to it before the rest is done: who waits takes back what has not begun,
 * so a busy executor holds nobody up.
 */
final class HelpingPart implements Runnable {
    private final Work work;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<MergePart> done = new CompletableFuture<>();

    /** Merges until nothing is left. */
    interface Work {
        MergePart run() throws IOException, QueryLimitException;
    }

    HelpingPart(Work work) {
        this.work = work;
    }

    @Override
    public void run() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            done.complete(work.run());
        } catch (IOException | QueryLimitException | RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    /** What was merged; nothing if nobody had begun. */
    Optional<MergePart> await() throws IOException, QueryLimitException {
        if (begun.compareAndSet(false, true)) {
            return Optional.empty();
        }
        try {
            return Optional.of(done.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof QueryLimitException limit) {
                throw limit;
            }
            throw new IllegalStateException("a part of a merge failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a merge was under way", e);
        }
    }
}
