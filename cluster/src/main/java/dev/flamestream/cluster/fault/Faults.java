package dev.flamestream.cluster.fault;

import dev.flamestream.cluster.part.Cluster;
import dev.flamestream.cluster.part.Part;
import dev.flamestream.cluster.part.PartKind;
import dev.flamestream.cluster.process.RunningProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Does faults one after another in an order that a seed decides, each kind once before any comes again. */
public final class Faults {
    private static final Duration MIN_FREEZE = Duration.ofSeconds(2);
    private static final Duration MAX_FREEZE = Duration.ofSeconds(12);

    /** Every packet of a request waits so long: a listing of a page takes some of them. */
    private static final Duration SLOWNESS = Duration.ofMillis(400);

    private final Cluster cluster;
    private final Supervisor supervisor;
    private final S3Front front;
    private final Random random;
    private final List<FaultKind> kinds;
    private final List<FaultKind> waiting = new ArrayList<>();

    /** Faults of some kinds for a cluster that is supervised. */
    public Faults(Cluster cluster, Supervisor supervisor, S3Front front, List<FaultKind> kinds, long seed) {
        this.cluster = cluster;
        this.supervisor = supervisor;
        this.front = front;
        this.kinds = List.copyOf(kinds);
        this.random = new Random(seed);
    }

    /** What was done, and to whom. */
    public record Done(FaultKind kind, String victim, Duration lasted) {}

    /** A fault that is decided: to whom it is done, and how long it lasts where it does not end by itself. */
    public record Plan(FaultKind kind, Optional<Part> victim, Duration lasts) {}

    /** The fault that comes next. */
    public Plan next() {
        if (waiting.isEmpty()) {
            waiting.addAll(kinds);
            Collections.shuffle(waiting, random);
        }
        FaultKind kind = waiting.remove(0);
        Duration lasts = Duration.ofMillis(MIN_FREEZE.toMillis()
                + random.nextLong(MAX_FREEZE.minus(MIN_FREEZE).toMillis()));
        return new Plan(kind, kind.victim().map(this::pick), lasts);
    }

    /** Between all being well again and the begin of the next. */
    public Duration gap() {
        return Duration.ofMillis(2_000 + random.nextInt(5_000));
    }

    /** Whether one more begins before all is well, where that happens in so many of a hundred. */
    public boolean overlaps(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Between the begins of two that overlap: a restart takes longer than this. */
    public Duration stagger() {
        return Duration.ofMillis(500 + random.nextInt(6_000));
    }

    /** Does a fault, and undoes it where it does not end by itself; recovery is for the caller to await. Thread-safe. */
    public Done inject(Plan plan) throws IOException, InterruptedException {
        Duration lasted = plan.lasts();
        String name = plan.victim().map(Part::name).orElse("");
        switch (plan.kind()) {
            case SLOW_S3 -> {
                front.slow(SLOWNESS);
                Thread.sleep(lasted.toMillis());
                front.slow(Duration.ZERO);
            }
            case FAILING_S3 -> {
                front.fail(true);
                Thread.sleep(lasted.toMillis());
                front.fail(false);
            }
            case RESCALE -> {
                int wanted = supervisor.parallelism() == 1 ? 2 : 1;
                name = "to parallelism " + wanted;
                supervisor.rescale(wanted);
            }
            default -> {
                if (plan.kind().isKill()) {
                    lasted = Duration.ZERO;
                    for (RunningProcess process : process(plan.victim())) {
                        process.kill();
                    }
                } else {
                    freeze(process(plan.victim()), lasted);
                }
            }
        }
        return new Done(plan.kind(), name, lasted);
    }

    private List<RunningProcess> process(Optional<Part> victim) throws IOException {
        return victim.isEmpty()
                ? List.of()
                : cluster.running(victim.get()).stream().toList();
    }

    private static void freeze(List<RunningProcess> processes, Duration lasts)
            throws IOException, InterruptedException {
        for (RunningProcess process : processes) {
            process.signal("STOP");
            try {
                Thread.sleep(lasts.toMillis());
            } finally {
                // Another fault may have killed it meanwhile.
                if (process.isAlive()) {
                    process.signal("CONT");
                }
            }
        }
    }

    private Part pick(PartKind kind) {
        List<Part> candidates =
                cluster.parts().stream().filter(part -> part.kind() == kind).toList();
        return candidates.get(random.nextInt(candidates.size()));
    }
}
