package dev.flamestream.job.route;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talks with the planner on a thread of its own, so that no profile waits for an answer.
 *
 * <p>One report is under way at a time, and one answer waits to be taken. It also asks while the router has nothing to do, so that
 * the router's plan is no older when it has. While the planner cannot be reached, the last plan stays in force. Close it.
 */
public final class PlannerLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PlannerLink.class);
    private static final byte[] NOTHING = {};

    private final PlanExchange exchange;
    private final Duration interval;
    private final AtomicReference<@Nullable Report> report = new AtomicReference<>();
    private final AtomicReference<@Nullable RoutePlan> answer = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread named = new Thread(task, "route-planner-link");
        named.setDaemon(true);
        return named;
    });
    private volatile long failures;
    private boolean isAway;
    private long sentMillis;

    /** Of the last report and answer, for asking without a report. */
    private Report last;

    PlannerLink(PlanExchange exchange, Duration interval, int parallelism) {
        this.exchange = exchange;
        this.interval = interval;
        this.last = new Report(0, parallelism, List.of(), NOTHING, NOTHING);
    }

    /** How a task comes to its link. */
    public interface Opening extends Serializable {
        /** A link that has begun to talk. */
        PlannerLink open(RuntimeContext context, RouteSettings settings);
    }

    /** Begins to talk with the planner of the job that a task belongs to. */
    public static PlannerLink open(RuntimeContext context, RouteSettings settings) {
        return open(
                PlanExchange.of(context, settings),
                settings,
                context.getTaskInfo().getNumberOfParallelSubtasks());
    }

    static PlannerLink open(PlanExchange exchange, RouteSettings settings, int parallelism) {
        PlannerLink link = new PlannerLink(exchange, settings.interval(), parallelism);
        link.thread.execute(link::run);
        return link;
    }

    /** Whether it is time for a report, and the one before is delivered. */
    boolean isReady(long nowMillis) {
        return (nowMillis - sentMillis >= interval.toMillis() || nowMillis < sentMillis) && report.get() == null;
    }

    void send(Report next, long nowMillis) {
        report.set(next);
        sentMillis = nowMillis;
    }

    /** A plan that has come since the last call. */
    Optional<RoutePlan> answer() {
        return answer.get() == null ? Optional.empty() : Optional.ofNullable(answer.getAndSet(null));
    }

    /** Calls that failed; any thread may ask. */
    public long failures() {
        return failures;
    }

    private void run() {
        try {
            // Flink's call takes an interrupt for a failure and clears it; a thread that lived on would keep the job's
            // classes.
            while (!thread.isShutdown()) {
                step();
                TimeUnit.MILLISECONDS.sleep(interval.toMillis());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void step() {
        Report next = report.get();
        try {
            Report given = next == null ? last : next;
            byte[] bytes = exchange.exchange(given.toBytes());
            long version = given.planVersion();
            if (bytes.length > 0) {
                RoutePlan plan = RoutePlan.fromBytes(bytes);
                answer.set(plan);
                version = plan.version();
            }
            last = new Report(version, given.parallelism(), List.of(), NOTHING, NOTHING);
            isAway = false;
        } catch (IOException | RuntimeException e) {
            failures++;
            if (!isAway && !thread.isShutdown()) {
                // Not the fluent form: clusters bring their own SLF4J, which is 1.7 in every Flink that is published.
                log.warn(
                        "the route planner does not answer; nothing becomes wider or narrower error=\"{}\" cause=\"{}\"",
                        e.toString(),
                        String.valueOf(e.getCause()));
            }
            isAway = true;
        }
        report.compareAndSet(next, null);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
