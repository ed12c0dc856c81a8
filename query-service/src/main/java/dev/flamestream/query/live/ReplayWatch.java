package dev.flamestream.query.live;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.flamestream.query.QueryMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether live heads may lack what was in them before: a job that restarts goes back to its last checkpoint and reads Kafka once
 * more from there, and while Kafka is away nobody knows whether the job has read all that it had acknowledged.
 *
 * <p>Once the job is seen to run again, the ends of Kafka's partitions are taken: all that was acknowledged before lies below
 * them. It has caught up when a completed checkpoint has committed offsets at or past them.
 *
 * <p>Kafka is asked by a thread of its own, so that a query never waits for it.
 */
final class ReplayWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReplayWatch.class);

    /** A job that nobody has watched, as this service starts: one that runs for longer has read again what it had to. */
    static final Duration SETTLED_AGE = Duration.ofMinutes(5);

    /** While answers are marked: adds little to a checkpoint's interval. */
    private static final Duration STEP_BEHIND = Duration.ofMillis(500);

    /** While all is well: the time in which it goes unnoticed that Kafka is away is this and the timeout of a look. */
    private static final Duration STEP_WELL = Duration.ofSeconds(2);

    /** What is known of the job's progress. */
    private enum Phase {
        /** The job or Kafka has come back, and it is not known yet how far it has to read. */
        ENDS_WANTED,
        /** That is known, and it has not yet got there. */
        REPLAYING,
        /** It has; heads that were read before may still be in use. */
        SETTLING,
        /** Heads hold all that they held before. */
        CAUGHT_UP
    }

    private final JobWatch job;
    private final TopicOffsets topic;
    private final Duration settleTime;
    private final Ticker ticker;
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "replay-watch");
        thread.setDaemon(true);
        return thread;
    });

    private Phase phase = Phase.ENDS_WANTED;
    private String why = "the job has not been seen yet";
    private Optional<RunningJob> run = Optional.empty();
    private Map<Integer, Long> ends = Map.of();
    /** Counts what throws a look back, so that one that began before is worth nothing. */
    private long setbacks;

    private long phaseNanos;
    /** Whether the log tells of this period, so that it has one line at its begin and one at its end. */
    private boolean isTold;

    private long behindSinceNanos;

    /**
     * Owns the offsets.
     *
     * @param settleTime how long what was read of a head may be in use
     */
    ReplayWatch(JobWatch job, TopicOffsets topic, Duration settleTime, Ticker ticker) {
        this.job = job;
        this.topic = topic;
        this.settleTime = settleTime;
        this.ticker = ticker;
    }

    /** Begins to watch, and shows in a gauge whether answers are marked. */
    ReplayWatch begin(QueryMetrics metrics) {
        metrics.gauge(QueryMetrics.Size.HEADS_BEHIND, this, watch -> watch.isBehind() ? 1 : 0);
        watcher.execute(this::run);
        return this;
    }

    /** Why heads that are read now may lack something; nothing if they do not. Waits for the job's status at most. */
    Optional<String> behind() {
        Optional<RunningJob> seen = job.running();
        if (seen.isEmpty()) {
            return Optional.of("the job does not run");
        }
        return notice(seen.get());
    }

    /** Looks at the job and at Kafka once, for a bounded time. */
    void step() {
        Optional<RunningJob> seen = job.running();
        if (seen.isEmpty()) {
            return; // Nothing is read now, and its next run is a restart.
        }
        var unused = notice(seen.get());
        long setbacksBefore = setbacks();
        try {
            Map<Integer, Long> found = topic.ends();
            Map<Integer, Long> wanted = wanted(setbacksBefore, found);
            boolean reached = wanted.isEmpty() || hasReached(topic.committed(), wanted);
            progress(setbacksBefore, wanted, reached);
        } catch (IOException e) {
            kafkaAway(setbacksBefore, e);
        }
    }

    private synchronized long setbacks() {
        return setbacks;
    }

    private synchronized boolean isBehind() {
        return phase != Phase.CAUGHT_UP;
    }

    private synchronized Optional<String> notice(RunningJob seen) {
        if (run.isEmpty() && seen.age().compareTo(SETTLED_AGE) > 0) {
            // Nothing was read of it yet that could be in use, so all that it takes is that Kafka answers.
            enter(Phase.SETTLING);
            phaseNanos -= settleTime.toNanos();
        } else if (run.isEmpty() || !run.get().isSameRunAs(seen)) {
            setBack("the job restarted at " + seen.since() + " and has not yet read Kafka again up to where it was");
        }
        run = Optional.of(seen);
        return phase == Phase.CAUGHT_UP ? Optional.empty() : Optional.of(why);
    }

    /** What the job has to reach: fixed once, since what Kafka acknowledges later is news and was in no answer. */
    private synchronized Map<Integer, Long> wanted(long setbacksBefore, Map<Integer, Long> found) {
        return switch (phase) {
            case ENDS_WANTED -> setbacks == setbacksBefore ? Map.copyOf(found) : Map.of();
            case REPLAYING -> ends;
            case SETTLING, CAUGHT_UP -> Map.of();
        };
    }

    private static boolean hasReached(Map<Integer, Long> committed, Map<Integer, Long> wanted) {
        return wanted.entrySet().stream()
                .allMatch(end -> committed.getOrDefault(end.getKey(), Long.MIN_VALUE) >= end.getValue());
    }

    private synchronized void progress(long setbacksBefore, Map<Integer, Long> wanted, boolean reached) {
        if (setbacks != setbacksBefore) {
            return;
        }
        switch (phase) {
            case ENDS_WANTED, REPLAYING -> {
                ends = wanted;
                // An empty topic has nothing that a head could have lacked.
                enter(wanted.isEmpty() ? Phase.CAUGHT_UP : reached ? Phase.SETTLING : Phase.REPLAYING);
            }
            case SETTLING -> {
                if (ticker.read() - phaseNanos >= settleTime.toNanos()) {
                    enter(Phase.CAUGHT_UP);
                }
            }
            case CAUGHT_UP -> {}
        }
    }

    private synchronized void kafkaAway(long setbacksBefore, IOException failure) {
        if (setbacks != setbacksBefore) {
            return;
        }
        if (phase == Phase.CAUGHT_UP || phase == Phase.SETTLING) {
            setBack("Kafka does not answer, and the job may not have read all that it had acknowledged: "
                    + failure.getMessage());
        } else {
            setbacks++;
            enter(Phase.ENDS_WANTED);
        }
    }

    private void setBack(String reason) {
        setbacks++;
        why = reason;
        enter(Phase.ENDS_WANTED);
    }

    private void enter(Phase next) {
        long now = ticker.read();
        phase = next;
        phaseNanos = now;
        if (next == Phase.ENDS_WANTED && !isTold) {
            isTold = true;
            behindSinceNanos = now;
            log.atWarn().addKeyValue("reason", why).log("live heads may lack what they held; answers say so");
        } else if (next == Phase.CAUGHT_UP && isTold) {
            isTold = false;
            log.atInfo()
                    .addKeyValue("reason", why)
                    .addKeyValue("milliseconds", TimeUnit.NANOSECONDS.toMillis(now - behindSinceNanos))
                    .log("live heads hold all again");
        }
    }

    private void run() {
        try {
            step();
        } finally {
            Duration pause = isBehind() ? STEP_BEHIND : STEP_WELL;
            if (!watcher.isShutdown()) {
                var unused = watcher.schedule(this::run, pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public void close() {
        watcher.shutdownNow();
        try {
            var unused = watcher.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        topic.close();
    }
}
