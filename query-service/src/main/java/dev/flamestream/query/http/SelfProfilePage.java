package dev.flamestream.query.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Serves {@code GET /debug/pprof/<kind>?seconds=n}: profiles of this process. */
final class SelfProfilePage extends AbstractHttpService {
    /** What a scraper that names no duration gets; Go's own handler gives 30 s, and scrapers allow for less. */
    private static final int DEFAULT_SECONDS = 10;

    /** A recording holds a blocking thread, and nobody scrapes more rarely than once a minute. */
    private static final int MAX_SECONDS = 60;

    private final SelfProfiler.Kind kind;
    private final Optional<SelfProfiler> profiler;
    private final Semaphore recording;

    /** The semaphore is shared by all kinds: a scraper asks for one after the other, and each holds a thread. */
    SelfProfilePage(SelfProfiler.Kind kind, Optional<SelfProfiler> profiler, Semaphore recording) {
        this.kind = kind;
        this.profiler = profiler;
        this.recording = recording;
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
        if (profiler.isEmpty()) {
            return ErrorBodies.response(
                    ConnectCode.UNIMPLEMENTED, "this process was started without a profiler of itself");
        }
        String seconds = context.queryParams().get("seconds", Integer.toString(DEFAULT_SECONDS));
        if (!seconds.matches("[0-9]{1,3}")
                || Integer.parseInt(seconds) < 1
                || Integer.parseInt(seconds) > MAX_SECONDS) {
            return ErrorBodies.response(
                    ConnectCode.INVALID_ARGUMENT, "seconds: expected 1 to " + MAX_SECONDS + ", found " + seconds);
        }
        Duration recorded = Duration.ofSeconds(Integer.parseInt(seconds));
        context.setRequestTimeout(TimeoutMode.SET_FROM_NOW, recorded.plusSeconds(30));
        SelfProfiler self = profiler.get();
        return HttpResponse.of(
                CompletableFuture.supplyAsync(() -> record(self, recorded), context.blockingTaskExecutor()));
    }

    private HttpResponse record(SelfProfiler self, Duration recorded) {
        if (!recording.tryAcquire()) {
            return ErrorBodies.response(
                    ConnectCode.RESOURCE_EXHAUSTED, "enough profiles of this process are being taken");
        }
        try {
            return HttpResponse.of(HttpStatus.OK, MediaType.OCTET_STREAM, self.pprof(kind, recorded));
        } catch (IOException e) {
            return ErrorBodies.response(ConnectCode.INTERNAL, kind.path() + ": " + e.getMessage());
        } finally {
            recording.release();
        }
    }
}
