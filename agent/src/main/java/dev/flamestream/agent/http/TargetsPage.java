package dev.flamestream.agent.http;

import dev.flamestream.agent.scrape.Health;
import dev.flamestream.agent.scrape.PointStatus;
import dev.flamestream.schemas.yaml.PrometheusDuration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The targets as JSON, in the shape of Prometheus' {@code /api/v1/targets}, so that its readers read ours; one entry for
 * each profile of a target, and {@code nextScrape} beside what Prometheus has. Times are RFC 3339; {@code lastScrape} and
 * {@code lastScrapeDuration} are missing before the first scrape.
 */
final class TargetsPage {
    private static final double NANOS_PER_SECOND = 1e9;

    private TargetsPage() {}

    static Map<String, Object> of(List<PointStatus> statuses) {
        return Map.of(
                "status",
                "success",
                "data",
                Map.of(
                        "activeTargets",
                        statuses.stream().map(TargetsPage::target).toList(),
                        "droppedTargets",
                        List.of()));
    }

    private static Map<String, Object> target(PointStatus status) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("scrapePool", status.point().job());
        target.put("scrapeUrl", status.point().url());
        target.put("labels", status.point().labels().asMap());
        target.put("health", status.health().label());
        if (status.health() != Health.UNKNOWN) {
            target.put("lastScrape", status.lastScrape().toString());
            target.put("lastScrapeDuration", status.lastDuration().toNanos() / NANOS_PER_SECOND);
        }
        target.put("lastError", status.lastError());
        target.put("nextScrape", status.nextScrape().toString());
        target.put("scrapeInterval", PrometheusDuration.format(status.point().interval()));
        target.put("scrapeTimeout", PrometheusDuration.format(status.point().timeout()));
        return target;
    }
}
