package dev.flamestream.benchmarks.workload;

import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;

/**
 * The profiles of a workload in the order in which they are taken, each made when it is asked for, so that a day of them needs
 * no memory. Two streams of one workload give the same bytes. Not thread-safe.
 */
public final class ProfileStream implements Iterator<MadeProfile> {
    /** A round time, so that windows begin where the stream does. */
    public static final long START_MILLIS = 1_764_000_000_000L - 1_764_000_000_000L % 86_400_000L;

    private static final int JITTER_MILLIS = 40;

    private final Workload workload;
    private final List<Pod> pods = new ArrayList<>();
    private final Random random = new Random(Workload.SEED);
    private final int count;
    private int next;

    private record Pod(Labels labels, long offsetMillis, PodProfiles profiles) {}

    private ProfileStream(Workload workload, List<Template> templates) {
        this.workload = workload;
        this.count = workload.profileCount();
        List<PodProfiles.Stacks> stacks = new ArrayList<>();
        for (Template template : templates) {
            stacks.add(new PodProfiles.Stacks(template.grownTo(workload.stackCount, random)));
        }
        int podCount = workload.serviceCount() * workload.podCount();
        for (int i = 0; i < podCount; i++) {
            int service = i / workload.podCount();
            Labels labels = Labels.of(
                            Labels.SERVICE_NAME,
                            "service-" + service,
                            Labels.PROFILE_NAME,
                            workload.kind == Workload.Kind.HEAP ? "memory" : "process_cpu",
                            "pod",
                            "pod-" + i)
                    .with("namespace", "team-" + service % 20);
            long offsetMillis = random.nextInt((int) Workload.INTERVAL.toMillis() - JITTER_MILLIS);
            PodProfiles profiles =
                    PodProfiles.of(workload, stacks.get(service % stacks.size()), new Random(Workload.SEED + i));
            pods.add(new Pod(labels, offsetMillis, profiles));
        }
    }

    /** All profiles of a workload. */
    public static ProfileStream of(Workload workload) {
        return new ProfileStream(workload, Templates.find().of(workload));
    }

    @Override
    public boolean hasNext() {
        return next < count;
    }

    @Override
    public MadeProfile next() {
        if (!hasNext()) {
            throw new NoSuchElementException(workload.label() + " has " + count + " profiles");
        }
        Pod pod = pods.get(next % pods.size());
        long time = START_MILLIS
                + next / pods.size() * Workload.INTERVAL.toMillis()
                + pod.offsetMillis
                + random.nextInt(JITTER_MILLIS);
        next++;
        return new MadeProfile(pod.labels, time, pod.profiles.next(time));
    }

    /** Passes over profiles without making them. */
    public void skip(int profiles) {
        next = Math.min(count, next + profiles);
    }

    /** The next profiles, at most so many. */
    public List<MadeProfile> take(int most) {
        List<MadeProfile> taken = new ArrayList<>();
        while (taken.size() < most && hasNext()) {
            taken.add(next());
        }
        return taken;
    }
}
