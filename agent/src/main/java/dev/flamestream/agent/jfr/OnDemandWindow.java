package dev.flamestream.agent.jfr;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A profile that somebody waits for: events of its span only, complete once JFR has flushed twice after its end. */
final class OnDemandWindow {
    /** An event of the last moment may just miss the flush that follows it. */
    private static final int FLUSHES_AFTER_END = 2;

    private final SampleWindow samples;
    private final Duration duration;
    private final CompletableFuture<byte[]> pprof = new CompletableFuture<>();
    private int flushesAfterEnd;

    OnDemandWindow(SelfProfileKind kind, Instant start, Duration duration) {
        this.samples = new SampleWindow(kind, start);
        this.duration = duration;
    }

    SampleWindow samples() {
        return samples;
    }

    CompletableFuture<byte[]> pprof() {
        return pprof;
    }

    boolean covers(Instant time) {
        return !time.isBefore(samples.start()) && time.isBefore(end());
    }

    private Instant end() {
        return samples.start().plus(duration);
    }

    /** Hears of a flush and tells whether the window is complete now. */
    boolean flushed(Instant now) {
        if (now.isBefore(end())) {
            return false;
        }
        flushesAfterEnd++;
        return flushesAfterEnd >= FLUSHES_AFTER_END;
    }

    void complete() {
        pprof.complete(samples.pprof(duration));
    }
}
