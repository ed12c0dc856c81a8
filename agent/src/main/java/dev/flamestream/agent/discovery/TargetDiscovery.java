package dev.flamestream.agent.discovery;

import dev.flamestream.agent.config.AgentConfig;
import dev.flamestream.agent.config.ScrapeJob;
import dev.flamestream.agent.config.TargetFiles;
import dev.flamestream.agent.config.TargetGroup;
import dev.flamestream.agent.scrape.ScrapePoint;
import dev.flamestream.agent.scrape.ScrapePool;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps the pool's points those that the configuration and its target files name. Stops with the scheduler. */
public final class TargetDiscovery {
    private final ScrapePool pool;
    private final Map<String, String> externalLabels;
    private final List<JobTargets> jobs = new ArrayList<>();

    public TargetDiscovery(AgentConfig config, ScrapePool pool) {
        this.pool = pool;
        this.externalLabels = config.externalLabels();
        config.jobs().forEach(job -> jobs.add(new JobTargets(job)));
    }

    /** Reads everything once, here and now, then looks at the files as often as they want. */
    public void start(ScheduledExecutorService scheduler) {
        jobs.forEach(job -> job.start(scheduler));
    }

    /** Target files that are wrong now. */
    public int faultyFileCount() {
        return jobs.stream().mapToInt(JobTargets::faultyFileCount).sum();
    }

    /** The targets of one job, by where they come from. */
    private final class JobTargets {
        private final ScrapeJob job;
        private final List<TargetFileSet> sets;
        private final List<List<TargetGroup>> found;

        JobTargets(ScrapeJob job) {
            this.job = job;
            this.sets = job.files().stream().map(TargetFileSet::new).toList();
            this.found = new ArrayList<>();
        }

        synchronized void start(ScheduledExecutorService scheduler) {
            sets.forEach(set -> found.add(set.look()));
            publish();
            for (int i = 0; i < sets.size(); i++) {
                TargetFiles files = job.files().get(i);
                int index = i;
                long millis = files.refreshInterval().toMillis();
                var unused = scheduler.scheduleWithFixedDelay(() -> look(index), millis, millis, TimeUnit.MILLISECONDS);
            }
        }

        private synchronized void look(int index) {
            List<TargetGroup> groups = sets.get(index).look();
            if (!groups.equals(found.set(index, groups))) {
                publish();
            }
        }

        private void publish() {
            Set<ScrapePoint> points = new LinkedHashSet<>();
            job.staticGroups().forEach(group -> points.addAll(ScrapePoint.of(job, group, externalLabels)));
            for (List<TargetGroup> groups : found) {
                groups.forEach(group -> points.addAll(ScrapePoint.of(job, group, externalLabels)));
            }
            pool.replace(job.name(), points);
        }

        synchronized int faultyFileCount() {
            return sets.stream().mapToInt(TargetFileSet::faultyFileCount).sum();
        }
    }
}
