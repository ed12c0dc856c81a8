package dev.flamestream.agent;

import dev.flamestream.agent.config.AgentConfig;
import dev.flamestream.agent.discovery.TargetDiscovery;
import dev.flamestream.agent.http.AgentHttpServer;
import dev.flamestream.agent.jfr.SelfProfiling;
import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.agent.scrape.PointStatus;
import dev.flamestream.agent.scrape.ScrapeFailure;
import dev.flamestream.agent.scrape.ScrapeListener;
import dev.flamestream.agent.scrape.ScrapePoint;
import dev.flamestream.agent.scrape.ScrapePool;
import dev.flamestream.schemas.record.Labels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent at work: scrapes targets and publishes what they give.
 *
 * <p>Closing takes {@link #CLOSE_TIMEOUT} at most and loses nothing that Kafka acknowledges in that time: scrapes stop
 * first, then the publisher sends what it holds.
 */
public final class Agent implements AutoCloseable {
    /** Who published a record, for its header {@code agent}. */
    public static final String NAME = "flamestream-agent/0.1.0";

    /** The publisher's ten seconds and two of slack, two for the HTTP server, and some for the rest. */
    public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(18);

    /** The scheduler only starts scrapes and reads target files; none of its tasks waits for a network. */
    private static final int SCHEDULER_THREADS = 1;

    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    private final ProfilePublisher publisher;
    private final ScheduledThreadPoolExecutor scheduler;
    private final ScrapePool pool;
    private final AgentHttpServer server;
    private final Optional<SelfProfiling> selfProfiling;
    private volatile boolean closing;

    private Agent(AgentConfig config) {
        AgentMetrics metrics = new AgentMetrics();
        publisher = ProfilePublisher.to(config.kafka())
                .tenant(config.tenantId())
                .labels(config.ownLabels())
                .agent(NAME)
                .listener(metrics)
                .open();
        scheduler = new ScheduledThreadPoolExecutor(SCHEDULER_THREADS, Agent::schedulerThread);
        scheduler.setRemoveOnCancelPolicy(true);
        pool = new ScrapePool(config.limits(), scheduler, new Publishing(publisher, metrics), Clock.systemUTC());
        TargetDiscovery discovery = new TargetDiscovery(config, pool);
        metrics.watch(publisher);
        metrics.watch(pool, discovery);
        server = new AgentHttpServer(config.server(), pool::statuses, metrics::text, () -> !closing);
        selfProfiling = config.selfProfiling().enabled()
                ? SelfProfiling.start(
                        publisher,
                        Labels.of(Labels.SERVICE_NAME, "flamestream-agent"),
                        config.selfProfiling().interval())
                : Optional.empty();
        discovery.start(scheduler);
    }

    /** Starts an agent; fails with the cause where its HTTP port is taken, and leaves nothing running then. */
    public static Agent start(AgentConfig config) {
        Agent agent = new Agent(config);
        try {
            agent.server.start();
        } catch (RuntimeException e) {
            agent.close();
            throw e;
        }
        log.atInfo()
                .addKeyValue("tenant", config.tenantId())
                .addKeyValue("jobCount", config.jobs().size())
                .addKeyValue("pointCount", agent.pool.statuses().size())
                .addKeyValue("port", agent.httpPort())
                .log("agent started");
        return agent;
    }

    private static Thread schedulerThread(Runnable task) {
        Thread thread = new Thread(task, "flamestream-scheduler");
        thread.setDaemon(true);
        return thread;
    }

    /** The port its HTTP server listens on. */
    public int httpPort() {
        return server.port();
    }

    /** How every profile of every target does. */
    public List<PointStatus> targets() {
        return pool.statuses();
    }

    @Override
    public void close() {
        closing = true;
        pool.close();
        scheduler.shutdownNow();
        try {
            // A target file that is being read; the bound is for a file system that hangs.
            if (!scheduler.awaitTermination(1, TimeUnit.SECONDS)) {
                log.atWarn().log("scheduler did not stop in time: a file system may hang");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        selfProfiling.ifPresent(SelfProfiling::close);
        publisher.close();
        server.close();
        log.atInfo().log("agent stopped");
    }

    /** Publishes what scrapes bring, and counts all of it. */
    private record Publishing(ProfilePublisher publisher, AgentMetrics metrics) implements ScrapeListener {
        @Override
        public void scraped(ScrapePoint point, Instant time, Duration duration, byte[] pprof) {
            metrics.scraped(duration, pprof.length);
            // The publisher's listener counts what comes of it, and its log tells when Kafka is away.
            var unused = publisher.publish(point.labels(), time, pprof);
        }

        @Override
        public void failed(ScrapePoint point, Duration duration, ScrapeFailure failure) {
            metrics.failed(duration, failure);
        }

        @Override
        public void skipped(ScrapePoint point) {
            metrics.skipped();
        }
    }
}
