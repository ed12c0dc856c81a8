package dev.flamestream.agent.scrape;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scrapes one point again and again, never twice at once. */
final class ScrapeLoop {
    private static final Logger log = LoggerFactory.getLogger(ScrapeLoop.class);

    /** What all loops of a pool share. */
    record Shared(
            ScheduledExecutorService scheduler,
            Permits open,
            ProfileFetcher fetcher,
            ScrapeListener listener,
            Clock clock) {}

    private final ScrapePoint point;
    private final ScrapeSchedule schedule;
    private final Shared shared;
    private final AtomicBoolean running = new AtomicBoolean();
    private PointStatus status;
    private long dueMillis;
    private boolean stopped;
    private @Nullable ScheduledFuture<?> timer;

    ScrapeLoop(ScrapePoint point, Shared shared) {
        this.point = point;
        this.schedule = ScrapeSchedule.of(point);
        this.shared = shared;
        this.status = PointStatus.unknown(point);
    }

    synchronized PointStatus status() {
        return status;
    }

    /** Sets the timer for the next time the point is due; never the same time twice, even where the timer came early. */
    synchronized void start() {
        if (stopped) {
            return;
        }
        long now = shared.clock().millis();
        dueMillis = schedule.after(Math.max(now, dueMillis));
        status = status.next(Instant.ofEpochMilli(dueMillis));
        timer = shared.scheduler().schedule(this::due, dueMillis - now, TimeUnit.MILLISECONDS);
    }

    /** No further scrape; one that runs comes to its end and counts. */
    synchronized void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private void due() {
        start();
        if (isStopped()) {
            return;
        }
        if (running.compareAndSet(false, true)) {
            shared.open().acquire(this::scrape);
        } else {
            shared.listener().skipped(point);
        }
    }

    private void scrape() {
        if (isStopped()) {
            finish();
            return;
        }
        Instant start = shared.clock().instant();
        long startNanos = System.nanoTime();
        var unused = shared.fetcher().fetch(point).whenComplete((scraped, bug) -> {
            finish();
            Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
            if (bug != null) {
                log.atError().setCause(bug).addKeyValue("url", point.url()).log("scrape ended in a bug");
                return;
            }
            settle(scraped, start, duration);
        });
    }

    private void finish() {
        running.set(false);
        shared.open().release();
    }

    private void settle(Scraped scraped, Instant start, Duration duration) {
        String error = scraped.fold(
                pprof -> {
                    shared.listener().scraped(point, start, duration, pprof);
                    return "";
                },
                (failure, detail) -> {
                    shared.listener().failed(point, duration, failure);
                    return detail;
                });
        Health before;
        synchronized (this) {
            before = status.health();
            status = status.scraped(start, duration, error);
        }
        boolean isUp = error.isEmpty();
        if (isUp && before == Health.DOWN) {
            log.atInfo().addKeyValue("url", point.url()).log("target gives profiles again");
        } else if (!isUp && before != Health.DOWN) {
            log.atWarn()
                    .addKeyValue("url", point.url())
                    .addKeyValue("error", error)
                    .log("target gives no profile");
        }
    }
}
