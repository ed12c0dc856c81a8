package dev.flamestream.query.live;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.QueryMetrics.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.flink.queryablestate.exceptions.UnknownKeyOrNamespaceException;
import org.jspecify.annotations.Nullable;

/**
 * Reads published state with bounds: none while the job does not run, so many at a time, each for so long, and a few tries at
 * different proxies.
 */
final class FlinkStateReader implements StateReader {
    /** Never the same proxy twice in a row: a TaskManager that was lost is not asked again at once. */
    private static final int MAX_TRIES = 3;

    /** Before the second try; doubled before the third. A location that moved is known again within a heartbeat or two. */
    private static final Duration BACK_OFF = Duration.ofMillis(50);

    /**
     * How long a proxy is passed over that failed to read: one on a TaskManager without a slot of the job never knows where the
     * state is, and after a failover that may be every second one for hours.
     */
    private static final Duration REST = Duration.ofSeconds(5);

    private static final int NONE = -1;

    private final JobWatch job;
    private final List<StateProxy> proxies;

    /** By proxy, System.nanoTime until which it is passed over. */
    private final AtomicLongArray restingUntil;

    private final Duration timeout;
    private final Semaphore inFlight;
    private final QueryMetrics metrics;
    private final AtomicInteger next = new AtomicInteger();
    /** A retry asks first whether the job runs, which may block. */
    private final ExecutorService retries = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "state-retry");
        thread.setDaemon(true);
        return thread;
    });

    /** Owns the proxies. */
    FlinkStateReader(JobWatch job, List<StateProxy> proxies, Duration timeout, int maxInFlight, QueryMetrics metrics) {
        this.job = job;
        this.proxies = List.copyOf(proxies);
        this.restingUntil = new AtomicLongArray(proxies.size());
        long now = System.nanoTime();
        for (int index = 0; index < proxies.size(); index++) {
            restingUntil.set(index, now);
        }
        this.timeout = timeout;
        this.inFlight = new Semaphore(maxInFlight);
        this.metrics = metrics;
    }

    /** Blocks while as many reads as may be are in flight, for no longer than one of them may take. */
    @Override
    public CompletableFuture<List<byte[]>> read(String state, HeadKey key) {
        try {
            if (!inFlight.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return CompletableFuture.failedFuture(new IOException("too many state reads are in flight"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(new IOException("interrupted", e));
        }
        try {
            return tryRead(state, key, 1, NONE).whenComplete((elements, failure) -> inFlight.release());
        } catch (RuntimeException e) {
            // Not sent, so nothing else gives back its place.
            inFlight.release();
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<List<byte[]>> tryRead(String state, HeadKey key, int number, int failed) {
        Optional<RunningJob> running = job.running();
        if (running.isEmpty()) {
            return CompletableFuture.failedFuture(new IOException("the job does not run"));
        }
        int index = choose(failed);
        StateProxy proxy = proxies.get(index);
        long begin = System.nanoTime();
        return proxy.read(running.get().id(), state, key)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((elements, failure) ->
                        metrics.headFetched(outcomeOf(failure), Duration.ofNanos(System.nanoTime() - begin)))
                .exceptionallyCompose(failure -> outcomeOf(failure) == Outcome.NOTHING_THERE
                        ? CompletableFuture.completedFuture(List.of())
                        : again(
                                state,
                                key,
                                number,
                                index,
                                new IOException(
                                        state + " of " + key + " at " + proxy + ": " + rootOf(failure), failure)));
    }

    /** The next in turn that is not the one that just failed and does not rest; where all rest, any other than that one. */
    private int choose(int failed) {
        int first = Math.floorMod(next.getAndIncrement(), proxies.size());
        long now = System.nanoTime();
        for (int i = 0; i < proxies.size(); i++) {
            int index = (first + i) % proxies.size();
            if (index != failed && now - restingUntil.get(index) >= 0) {
                return index;
            }
        }
        return failed == NONE ? first : (failed + 1) % proxies.size();
    }

    private CompletableFuture<List<byte[]>> again(
            String state, HeadKey key, int number, int failed, IOException failure) {
        job.doubt();
        restingUntil.set(failed, System.nanoTime() + REST.toNanos());
        if (number == MAX_TRIES) {
            return CompletableFuture.failedFuture(failure);
        }
        long backOffMillis = BACK_OFF.toMillis() << (number - 1);
        Executor later = CompletableFuture.delayedExecutor(backOffMillis, TimeUnit.MILLISECONDS, retries);
        return CompletableFuture.completedFuture(number + 1)
                .thenComposeAsync(nextNumber -> tryRead(state, key, nextNumber, failed), later);
    }

    private static Outcome outcomeOf(@Nullable Throwable failure) {
        if (failure == null) {
            return Outcome.OK;
        }
        // The server's exceptions come as text inside others; only this one has a meaning.
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownKeyOrNamespaceException
                    || String.valueOf(cause.getMessage())
                            .contains(UnknownKeyOrNamespaceException.class.getSimpleName())) {
                return Outcome.NOTHING_THERE;
            }
        }
        Throwable root = rootOf(failure);
        return root instanceof TimeoutException ? Outcome.TIMEOUT : Outcome.FAILED;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && (root instanceof CompletionException || root instanceof RuntimeException)) {
            root = root.getCause();
        }
        return root;
    }

    @Override
    public void close() {
        retries.shutdownNow();
        proxies.forEach(StateProxy::close);
    }
}
