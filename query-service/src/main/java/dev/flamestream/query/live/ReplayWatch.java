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
 * Whether live heads may lack what Kafka has acknowledged: a job that restarts goes back to its last checkpoint and reads Kafka
 * once more from there, and while Kafka is away nobody knows whether the job has read all that it had acknowledged.
 *
 * <p>Once the job is seen to run again, the ends of Kafka's partitions are taken: all that was in answers before lies below
 * them. It has caught up when
 *
 * <ol>
 *   <li>a checkpoint has completed that was begun in this run: before that, the group's offsets are those of the run before,
 *       which may have been farther than the state that this one began with;
 *   <li>the group's offsets have reached those ends, and
 *   <li>the ends as they were {@link #FRESH} before that checkpoint began: while the job was away Kafka went on, and a job that
 *       is where it was may still be minutes late.
 * </ol>
 *
 * <p>Kafka is asked by a thread of its own, so that a query never waits for it.
 */
final class ReplayWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReplayWatch.class);

    /** A job that nobody has watched, as this service starts: one that runs for longer has read again what it had to. */
    static final Duration SETTLED_AGE = Duration.ofMinutes(5);

    /** What a job that keeps up may be late by: profiles are visible within two seconds, on a busy machine within twice that. */
    static final Duration FRESH = Duration.ofSeconds(5);

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
    private final EndsSeen ends = new EndsSeen();
    /** What the job had reached as it was found to have caught up. */
    private Map<Integer, Long> reached = Map.of();
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
            long begin = ticker.read();
            Map<Integer, Long> found = topic.ends();
            if (phase() == Phase.ENDS_WANTED) {
                endsFound(setbacksBefore, begin, found);
            } else if (phase() != Phase.CAUGHT_UP) {
                // First whether this run has completed any, then what is committed: never the other way round.
                Optional<Duration> checkpoint = job.checkpoint(seen.get());
                progress(setbacksBefore, new Look(begin, found, checkpoint, topic.committed()));
            }
        } catch (IOException e) {
            kafkaAway(setbacksBefore, e);
        }
    }

    /** What was found at the job and at Kafka, which was first asked at that time. */
    private record Look(
            long beginNanos, Map<Integer, Long> ends, Optional<Duration> checkpoint, Map<Integer, Long> committed) {
        boolean hasReached(Map<Integer, Long> wanted) {
            return wanted.entrySet().stream()
                    .allMatch(end -> committed.getOrDefault(end.getKey(), Long.MIN_VALUE) >= end.getValue());
        }
    }

    private synchronized Phase phase() {
        return phase;
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
            reached = Map.of();
            enter(Phase.SETTLING);
            phaseNanos -= settleTime.toNanos();
        } else if (run.isEmpty() || !run.get().isSameRunAs(seen)) {
            setBack("the job restarted at " + seen.since() + " and has not yet read Kafka again up to the present");
        }
        run = Optional.of(seen);
        return phase == Phase.CAUGHT_UP ? Optional.empty() : Optional.of(why);
    }

    private synchronized void endsFound(long setbacksBefore, long beginNanos, Map<Integer, Long> found) {
        if (setbacks != setbacksBefore) {
            return;
        }
        ends.clear();
        ends.add(beginNanos, found);
        // An empty topic has nothing that a head could have lacked.
        enter(found.isEmpty() ? Phase.CAUGHT_UP : Phase.REPLAYING);
    }

    private synchronized void progress(long setbacksBefore, Look look) {
        if (setbacks != setbacksBefore) {
            return;
        }
        switch (phase) {
            case ENDS_WANTED, CAUGHT_UP -> {}
            case REPLAYING -> {
                ends.add(look.beginNanos(), look.ends());
                if (look.checkpoint().isPresent()) {
                    Duration late = FRESH.plus(look.checkpoint().get());
                    Map<Integer, Long> wanted = ends.asOf(look.beginNanos() - late.toNanos());
                    if (look.hasReached(wanted)) {
                        reached = wanted;
                        enter(Phase.SETTLING);
                    }
                }
            }
            case SETTLING -> {
                if (ticker.read() - phaseNanos >= settleTime.toNanos()) {
                    // The first commit of this run may come after its checkpoint was seen, and take back an earlier
                    // run's.
                    enter(look.hasReached(reached) ? Phase.CAUGHT_UP : Phase.REPLAYING);
                }
            }
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
