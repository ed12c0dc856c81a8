package dev.flamestream.agent.scrape;

import java.time.Duration;
import java.time.Instant;

/** Hears what scrapes bring; called from any thread, so it must be quick and thread-safe. */
public interface ScrapeListener {
    /** A profile came: to be published. The time is when it was asked for. */
    void scraped(ScrapePoint point, Instant time, Duration duration, byte[] pprof);

    /** A scrape failed. */
    void failed(ScrapePoint point, Duration duration, ScrapeFailure failure);

    /** A scrape was due while the last one of the same point still ran, or waited for its turn. */
    void skipped(ScrapePoint point);
}
