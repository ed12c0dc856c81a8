package dev.flamestream.agent.scrape;

import java.time.Duration;
import java.time.Instant;

/**
 * How a scrape point does. Before its first scrape the last one is the epoch, lasted nothing and has no error.
 *
 * @param lastError empty where the last scrape gave a profile
 */
public record PointStatus(
        ScrapePoint point,
        Health health,
        Instant lastScrape,
        Duration lastDuration,
        String lastError,
        Instant nextScrape) {
    static PointStatus unknown(ScrapePoint point) {
        return new PointStatus(point, Health.UNKNOWN, Instant.EPOCH, Duration.ZERO, "", Instant.EPOCH);
    }

    PointStatus next(Instant due) {
        return new PointStatus(point, health, lastScrape, lastDuration, lastError, due);
    }

    PointStatus scraped(Instant start, Duration duration, String error) {
        return new PointStatus(point, error.isEmpty() ? Health.UP : Health.DOWN, start, duration, error, nextScrape);
    }
}
