package dev.flamestream.agent.scrape;

import dev.flamestream.agent.config.ScrapeLimits;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All points that are scraped now. Thread-safe.
 *
 * <p>It does not own the scheduler; closing it stops the scrapes and breaks off those that run.
 */
public final class ScrapePool implements AutoCloseable {
    /** Points of one agent: its largest number of targets with five profiles each. */
    public static final int MAX_POINTS = 5 * ScrapeLimits.MAX_TARGETS;

    private static final Logger log = LoggerFactory.getLogger(ScrapePool.class);

    private final Permits open;
    private final Permits answers;
    private final ScrapeLoop.Shared shared;
    private final Map<String, Map<ScrapePoint, ScrapeLoop>> loopsByJob = new LinkedHashMap<>();

    public ScrapePool(ScrapeLimits limits, ScheduledExecutorService scheduler, ScrapeListener listener, Clock clock) {
        this.open = new Permits(limits.maxOpenScrapes(), scheduler);
        this.answers = new Permits(limits.maxAnswersAtOnce(), scheduler);
        this.shared = new ScrapeLoop.Shared(scheduler, open, new ProfileFetcher(answers), listener, clock);
    }

    /** Makes these the points of a job: new ones start, missing ones stop, the others go on undisturbed. */
    public synchronized void replace(String job, Collection<ScrapePoint> points) {
        Map<ScrapePoint, ScrapeLoop> loops = loopsByJob.computeIfAbsent(job, name -> new LinkedHashMap<>());
        Set<ScrapePoint> wanted = new HashSet<>(points);
        loops.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                entry.getValue().stop();
            }
            return gone;
        });
        int room = MAX_POINTS - size();
        int refused = 0;
        for (ScrapePoint point : points) {
            if (loops.containsKey(point)) {
                continue;
            }
            if (room == 0) {
                refused++;
                continue;
            }
            ScrapeLoop loop = new ScrapeLoop(point, shared);
            loops.put(point, loop);
            loop.start();
            room--;
        }
        if (refused > 0) {
            log.atWarn()
                    .addKeyValue("job", job)
                    .addKeyValue("refusedCount", refused)
                    .addKeyValue("maxPoints", MAX_POINTS)
                    .log("too many targets for one agent: some are not scraped");
        }
    }

    private int size() {
        return loopsByJob.values().stream().mapToInt(Map::size).sum();
    }

    /** How every point does, job by job. */
    public synchronized List<PointStatus> statuses() {
        List<PointStatus> statuses = new ArrayList<>();
        loopsByJob.values().forEach(loops -> loops.values().forEach(loop -> statuses.add(loop.status())));
        return statuses;
    }

    /** Points of one health. */
    public synchronized long count(Health health) {
        return loopsByJob.values().stream()
                .flatMap(loops -> loops.values().stream())
                .filter(loop -> loop.status().health() == health)
                .count();
    }

    /** Requests that wait for an answer or read one. */
    public int openCount() {
        return open.taken();
    }

    /** How many requests may be open. */
    public int openLimit() {
        return open.limit();
    }

    /** How many answers may be read at once. */
    public int answerLimit() {
        return answers.limit();
    }

    /** Answers that are being read. */
    public int answerCount() {
        return answers.taken();
    }

    /** Scrapes that are due and wait for one of the bounds. */
    public int waitingCount() {
        return open.waiting() + answers.waiting();
    }

    @Override
    public void close() {
        synchronized (this) {
            loopsByJob.values().forEach(loops -> loops.values().forEach(ScrapeLoop::stop));
            loopsByJob.clear();
        }
        shared.fetcher().close();
    }
}
