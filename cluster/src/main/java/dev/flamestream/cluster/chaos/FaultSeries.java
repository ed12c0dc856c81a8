package dev.flamestream.cluster.chaos;

import dev.flamestream.cluster.check.AnswerReader;
import dev.flamestream.cluster.check.FreshnessProbe;
import dev.flamestream.cluster.check.Timeline;
import dev.flamestream.cluster.check.Verdicts;
import dev.flamestream.cluster.fault.FaultKind;
import dev.flamestream.cluster.fault.Faults;
import dev.flamestream.cluster.fault.Faults.Plan;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Faults one after another, each begun when all has been well for a while; now and then one or two more begin before that, and
 * all of them recover together.
 */
final class FaultSeries {
    /** A part that died is back within half a minute, also on a busy machine; after this a fault counts as not recovered. */
    static final Duration RECOVERY_PATIENCE = Duration.ofMinutes(5);

    /** So long all must have been well before the next fault, so that each recovery is of one fault, or of those that overlap. */
    private static final long WELL_MILLIS = 3_000;

    /** As many may be done at the same time. */
    private static final int MAX_TOGETHER = 3;

    private static final long POLL_MILLIS = 200;

    private final ChaosSettings chaos;
    private final FreshnessProbe probe;
    private final List<AnswerReader> readers;
    private final Verdicts verdicts;
    private final AtomicBoolean disturbed;
    private final Consumer<String> progress;
    private final List<FaultRecord> records = new ArrayList<>();

    /** A series whose faults are felt by a probe and by readers. */
    FaultSeries(
            ChaosSettings chaos,
            FreshnessProbe probe,
            List<AnswerReader> readers,
            Verdicts verdicts,
            AtomicBoolean disturbed,
            Consumer<String> progress) {
        this.chaos = chaos;
        this.probe = probe;
        this.readers = readers;
        this.verdicts = verdicts;
        this.disturbed = disturbed;
        this.progress = progress;
    }

    private record Begun(long millis, CompletableFuture<Faults.Done> done) {}

    /** Does them until the time is over, or so many are done. */
    List<FaultRecord> run(Faults source) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(MAX_TOGETHER, task -> {
            Thread thread = new Thread(task, "fault");
            thread.setDaemon(true);
            return thread;
        });
        try {
            long end = System.nanoTime() + chaos.lasts().toNanos();
            while (System.nanoTime() < end && !isEnough()) {
                Thread.sleep(source.gap().toMillis());
                disturbed.set(true);
                List<Begun> together = beginSome(source, threads);
                List<Faults.Done> done =
                        together.stream().map(begun -> begun.done().join()).toList();
                boolean well = awaitWell();
                note(together, done);
                disturbed.set(!well);
                tell(done, well);
            }
            disturbed.set(true);
            return List.copyOf(records);
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean isEnough() {
        return chaos.faults() != 0 && records.size() >= chaos.faults();
    }

    private List<Begun> beginSome(Faults source, ExecutorService threads) throws InterruptedException {
        List<Begun> together = new ArrayList<>();
        together.add(begin(source, threads));
        while (together.size() < MAX_TOGETHER && source.overlaps(chaos.overlapPercent())) {
            Thread.sleep(source.stagger().toMillis());
            together.add(begin(source, threads));
        }
        return together;
    }

    private Begun begin(Faults source, ExecutorService threads) {
        Plan plan = source.next();
        return new Begun(
                System.currentTimeMillis(), CompletableFuture.supplyAsync(() -> inject(source, plan), threads));
    }

    private static Faults.Done inject(Faults source, Plan plan) {
        try {
            return source.inject(plan);
        } catch (IOException failure) {
            // A fault may hit what is not back yet from the one before; that it failed is told, and recovery is
            // awaited.
            return new Faults.Done(plan.kind(), "failed: " + failure.getMessage(), Duration.ZERO);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new CompletionException(interruption);
        }
    }

    private void note(List<Begun> together, List<Faults.Done> done) {
        int group = records.size();
        for (int i = 0; i < done.size(); i++) {
            long since = together.get(i).millis();
            long query = readers.stream()
                    .mapToLong(reader -> reader.timeline().recoveryMillis(since))
                    .max()
                    .orElse(0);
            records.add(new FaultRecord(done.get(i), probe.timeline().recoveryMillis(since), query, group));
        }
    }

    private void tell(List<Faults.Done> done, boolean well) {
        Verdicts.Counts counts = verdicts.counts();
        for (FaultRecord fault : records.subList(records.size() - done.size(), records.size())) {
            FaultKind kind = fault.done().kind();
            progress.accept(kind.label() + " " + fault.done().victim() + (done.size() > 1 ? ", with others" : "")
                    + (well ? "" : ", NOT RECOVERED (" + lastUnwell() + ")") + ": ingest "
                    + ChaosReport.seconds(fault.ingestMillis())
                    + ", queries " + ChaosReport.seconds(fault.queryMillis()) + "; answers " + counts.answers()
                    + ", partial " + counts.partial() + ", behind " + counts.behind() + ", wrong "
                    + counts.wrong());
        }
    }

    /** Waits until ingest and all query services have been well for a while. */
    boolean awaitWell() throws InterruptedException {
        // What is felt of a fault is felt within this: profiles may be late by the probe's bound before it calls them
        // so.
        long feltMillis = System.currentTimeMillis() + FreshnessProbe.BOUND_MILLIS + WELL_MILLIS;
        Thread.sleep(FreshnessProbe.BOUND_MILLIS + WELL_MILLIS);
        long deadline = System.nanoTime() + RECOVERY_PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            long now = System.currentTimeMillis();
            if (isWell(probe.timeline(), feltMillis, now)
                    && readers.stream().allMatch(reader -> isWell(reader.timeline(), feltMillis, now))) {
                return true;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return false;
    }

    /** What was last found not to be well, by whom. */
    String lastUnwell() {
        StringBuilder said = new StringBuilder("ingest: " + probe.timeline().lastUnwell());
        readers.forEach(reader -> said.append("; ").append(reader.timeline().lastUnwell()));
        return said.toString();
    }

    private static boolean isWell(Timeline timeline, long feltMillis, long nowMillis) {
        return timeline.isWell(WELL_MILLIS, feltMillis, nowMillis);
    }
}
