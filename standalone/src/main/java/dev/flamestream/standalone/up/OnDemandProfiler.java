package dev.flamestream.standalone.up;

import dev.flamestream.agent.jfr.SelfProfileKind;
import dev.flamestream.agent.jfr.SelfProfiling;
import dev.flamestream.query.http.SelfProfiler;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the query service's profiling endpoints ask of the profiler that runs anyway. */
record OnDemandProfiler(Optional<SelfProfiling> profiling) implements SelfProfiler {
    /** Events come up to two seconds after they happened. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    @Override
    public byte[] pprof(Kind kind, Duration recorded) throws IOException {
        SelfProfiling running = profiling.orElseThrow(() -> new IOException("this jvm has no flight recorder"));
        try {
            return running.pprof(of(kind), recorded).get(recorded.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new IOException(String.valueOf(failure.getCause()), failure);
        } catch (TimeoutException failure) {
            throw new IOException("the flight recorder told of nothing", failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interruption);
        }
    }

    private static SelfProfileKind of(Kind kind) throws IOException {
        return switch (kind) {
            case PROFILE -> SelfProfileKind.CPU;
            case ALLOCS -> SelfProfileKind.ALLOCATION;
            case BLOCK, MUTEX -> SelfProfileKind.LOCK;
            case HEAP, GOROUTINE -> throw new IOException("a jvm has no profile " + kind.path());
        };
    }
}
