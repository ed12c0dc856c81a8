package dev.flamestream.agent;

import dev.flamestream.agent.discovery.TargetDiscovery;
import dev.flamestream.agent.publish.DeliveryListener;
import dev.flamestream.agent.publish.Outcome;
import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.agent.scrape.Health;
import dev.flamestream.agent.scrape.ScrapeFailure;
import dev.flamestream.agent.scrape.ScrapePool;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Every metric of the agent.
 *
 * <pre>
 * scrape_profiles_total{outcome}         scrapes that ended: ok, or why not. connection, timeout: look at the targets page;
 *                                        too_large: raise body_size_limit; not_pprof: the path is another thing's
 * scrape_skipped_total                   due while the last one still ran: the timeout is too near the interval, or a bound
 *                                        below is met
 * scrape_duration_seconds                delta profiles take their whole window
 * scrape_body_bytes                      size of what targets gave
 * scrape_open_count, _limit              near the limit: raise max_open_scrapes or run another agent
 * scrape_answers_count, _limit           near the limit: raise max_concurrent_scrapes where there is memory
 * scrape_waiting_count                   above 0 for long: one of the two is met
 * targets_active_count{health}           scrape points; down: look at the targets page
 * discovery_faulty_files_count           above 0: a target file is wrong, the log names its line
 * publish_profiles_total{outcome}        buffer_full, timed_out: Kafka is away or slow, profiles are lost; kafka_error: the
 *                                        log has it
 * publish_value_bytes_total{outcome}     the same in bytes
 * publish_buffered_bytes, _limit_bytes   near the limit: profiles are about to be refused
 * publish_buffered_profiles_count, _limit
 * publish_kafka_away                     1: Kafka takes no profiles
 * </pre>
 */
public final class AgentMetrics implements DeliveryListener {
    private static final String OUTCOME = "outcome";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<ScrapeFailure, Counter> failures = new EnumMap<>(ScrapeFailure.class);
    private final Map<Outcome, Counter> published = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Counter> publishedBytes = new EnumMap<>(Outcome.class);
    private final Counter scraped = registry.counter("scrape_profiles_total", OUTCOME, "ok");
    private final Counter skipped = registry.counter("scrape_skipped_total");
    private final Timer duration = registry.timer("scrape_duration");
    private final DistributionSummary bodyBytes = registry.summary("scrape_body_bytes");

    /** Registers what has no source yet; {@link #watch} adds the gauges. */
    public AgentMetrics() {
        for (ScrapeFailure failure : ScrapeFailure.values()) {
            failures.put(failure, registry.counter("scrape_profiles_total", OUTCOME, failure.label()));
        }
        for (Outcome outcome : Outcome.values()) {
            published.put(outcome, registry.counter("publish_profiles_total", OUTCOME, outcome.label()));
            publishedBytes.put(outcome, registry.counter("publish_value_bytes_total", OUTCOME, outcome.label()));
        }
    }

    void watch(ProfilePublisher publisher) {
        gauge("publish_buffered_bytes", publisher, ProfilePublisher::bufferedBytes);
        gauge("publish_buffered_limit_bytes", publisher, open -> open.settings().bufferBytes());
        gauge("publish_buffered_profiles_count", publisher, ProfilePublisher::bufferedProfiles);
        gauge(
                "publish_buffered_profiles_limit",
                publisher,
                open -> open.settings().bufferProfiles());
        gauge("publish_kafka_away", publisher, open -> open.isKafkaAway() ? 1 : 0);
    }

    void watch(ScrapePool pool, TargetDiscovery discovery) {
        gauge("scrape_open_count", pool, ScrapePool::openCount);
        gauge("scrape_open_limit", pool, ScrapePool::openLimit);
        gauge("scrape_answers_count", pool, ScrapePool::answerCount);
        gauge("scrape_answers_limit", pool, ScrapePool::answerLimit);
        gauge("scrape_waiting_count", pool, ScrapePool::waitingCount);
        for (Health health : Health.values()) {
            Gauge.builder("targets_active_count", pool, points -> points.count(health))
                    .tag("health", health.label())
                    .register(registry);
        }
        gauge("discovery_faulty_files_count", discovery, TargetDiscovery::faultyFileCount);
    }

    private <T> void gauge(String name, T source, java.util.function.ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).strongReference(true).register(registry);
    }

    /** Counts a scrape that gave a profile. */
    void scraped(Duration took, long bytes) {
        scraped.increment();
        duration.record(took);
        bodyBytes.record((double) bytes);
    }

    /** Counts a scrape that gave none. */
    void failed(Duration took, ScrapeFailure failure) {
        increment(failures.get(failure), 1);
        duration.record(took);
    }

    /** Counts a scrape that did not happen. */
    void skipped() {
        skipped.increment();
    }

    @Override
    public void settled(Outcome outcome, long valueBytes) {
        increment(published.get(outcome), 1);
        increment(publishedBytes.get(outcome), (double) valueBytes);
    }

    private static void increment(@org.jspecify.annotations.Nullable Counter counter, double by) {
        if (counter == null) {
            throw new IllegalStateException("the constructor registers every value of the enum");
        }
        counter.increment(by);
    }

    /** All of them in Prometheus' text format. */
    String text() {
        return registry.scrape();
    }
}
