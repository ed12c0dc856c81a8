package dev.flamestream.cluster.chaos;

import dev.flamestream.cluster.check.AnswerReader;
import dev.flamestream.cluster.check.DurableFloors;
import dev.flamestream.cluster.check.FinalCheck;
import dev.flamestream.cluster.check.FreshnessProbe;
import dev.flamestream.cluster.check.Verdicts;
import dev.flamestream.cluster.fault.Faults;
import dev.flamestream.cluster.fault.S3Front;
import dev.flamestream.cluster.fault.Supervisor;
import dev.flamestream.cluster.layout.ClusterPorts;
import dev.flamestream.cluster.layout.ClusterSettings;
import dev.flamestream.cluster.load.Book;
import dev.flamestream.cluster.load.SteadyLoad;
import dev.flamestream.cluster.part.Cluster;
import dev.flamestream.cluster.part.ClusterFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A cluster under a steady load of known sums, with readers that ask without pause, while one part after another is killed,
 * frozen or slowed down; in the end the sums of everything.
 */
public final class ChaosRun {
    private static final Duration SETTLE_PATIENCE = Duration.ofMinutes(4);
    private static final Duration VISIBLE_PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 200;

    private final Cluster cluster;
    private final ChaosSettings chaos;
    private final Consumer<String> progress;
    private final long startNanos = System.nanoTime();
    private final Book book = new Book(SteadyLoad.keys(), System.currentTimeMillis() / 1_000);
    private final Verdicts verdicts = new Verdicts();
    private final DurableFloors floors = new DurableFloors();
    private final AtomicBoolean disturbed = new AtomicBoolean(true);
    private final Supervisor supervisor;
    private final RunWatch watch;
    private final FreshnessProbe probe;
    private final List<AnswerReader> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** A run over a cluster that is not started yet. */
    public ChaosRun(Cluster cluster, ChaosSettings chaos, Consumer<String> progress) {
        this.cluster = cluster;
        this.chaos = chaos;
        this.progress = progress;
        this.supervisor = new Supervisor(cluster);
        this.watch = new RunWatch(cluster, floors);
        List<Integer> ports = queryPorts();
        this.probe = new FreshnessProbe(ports, book, verdicts);
        AnswerReader.Bench bench = new AnswerReader.Bench(book, floors, this::isCalm, verdicts);
        for (int i = 0; i < ports.size(); i++) {
            readers.add(new AnswerReader("query-" + (i + 1), ports.get(i), bench, chaos.seed() + i));
        }
    }

    /** Starts the cluster, does it all, stops the cluster, and reports. */
    public ChaosReport run() throws ClusterFailure, IOException, InterruptedException {
        ClusterSettings settings = cluster.settings();
        ClusterPorts ports = settings.ports();
        // Somebody may end this process before it is done: its parts must not stay behind.
        Thread ending = new Thread(this::stopParts, "chaos-ending");
        try (S3Front front = S3Front.start(ports.s3Front(), ports.s3())) {
            Runtime.getRuntime().addShutdownHook(ending);
            try {
                cluster.start(this::say);
                try (SteadyLoad load =
                        SteadyLoad.start(book, ClusterPorts.address(ports.kafka()), chaos.rate(), chaos.seed())) {
                    return underLoad(load, front);
                }
            } finally {
                stopThreads();
                cluster.stop(line -> {});
                forget(ending);
            }
        }
    }

    private void stopParts() {
        supervisor.stop();
        try {
            cluster.stop(line -> {});
        } catch (IOException failure) {
            say("parts may still run: " + failure.getMessage());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread ending) {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException alreadyEnding) {
            // It runs now, and finds nothing left to stop.
            ending.setName("chaos-ended");
        }
    }

    private ChaosReport underLoad(SteadyLoad load, S3Front front) throws IOException, InterruptedException {
        begin(supervisor::keepParts, "parts");
        begin(supervisor::keepJob, "job");
        begin(watch, "watch");
        begin(probe, "probe");
        for (int i = 0; i < readers.size(); i++) {
            begin(readers.get(i), "reader-" + (i + 1));
        }
        FaultSeries series = new FaultSeries(chaos, probe, readers, verdicts, disturbed, this::say);
        if (!series.awaitWell()) {
            throw new IOException("profiles are not visible " + FaultSeries.RECOVERY_PATIENCE.toSeconds()
                    + " s after the load began: " + series.lastUnwell() + "; see "
                    + cluster.settings().folder().logs());
        }
        verdicts.begin();
        disturbed.set(false);
        say("under load, " + chaos.rate() + " profiles/s");
        List<FaultRecord> faults = series.run(new Faults(cluster, supervisor, front, chaos.kinds(), chaos.seed()));
        int unsettled = load.stop(SETTLE_PATIENCE);
        say("load ended: sent " + book.sent().profiles() + ", acknowledged "
                + book.acked().profiles() + (unsettled > 0 ? ", unsettled " + unsettled : ""));
        FinalCheck check = new FinalCheck(book, System.currentTimeMillis() / 1_000 + 2);
        ChaosReport.Final last = finalSums(check);
        return new ChaosReport(
                chaos,
                cluster.settings(),
                Duration.ofNanos(System.nanoTime() - startNanos),
                new ChaosReport.Load(book.sent(), book.acked(), book.ackedBytes(), load.outcomes()),
                faults,
                verdicts.counts(),
                last,
                new ChaosReport.Cost(
                        watch.peakBytes(),
                        watch.peakTogetherBytes(),
                        watch.checkpoints(),
                        watch.checkpointBytes(),
                        front.requests(),
                        supervisor.restarts(),
                        supervisor.submissions(),
                        supervisor.doubleJobs()));
    }

    private ChaosReport.Final finalSums(FinalCheck check) throws IOException, InterruptedException {
        List<Integer> ports = queryPorts();
        boolean visible = await(VISIBLE_PATIENCE, () -> ports.stream().allMatch(check::totalsHold));
        say(visible ? "every acknowledged profile is visible" : "NOT every acknowledged profile is visible");
        FinalCheck.Difference answers = check.byAnswers(ports.get(0));
        Path store = cluster.settings().folder().bucket().resolve("store");
        Duration stored = cluster.settings().window().multipliedBy(3).plus(VISIBLE_PATIENCE);
        await(stored, () -> check.byBlocks(store).isNone());
        FinalCheck.Difference blocks = check.byBlocks(store);
        say(blocks.isNone() ? "all of it is in blocks, by their own footers" : "NOT all of it is in blocks");
        FinalCheck.Difference answersOfBlocks = check.byAnswers(ports.get(ports.size() - 1));
        return new ChaosReport.Final(answers, blocks, answersOfBlocks);
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static boolean await(Duration patience, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (condition.holds()) {
                    return true;
                }
            } catch (IOException notYet) {
                // A block may be half listed, a service half up: asked again until the patience ends.
                Thread.sleep(POLL_MILLIS);
            }
            Thread.sleep(5 * POLL_MILLIS);
        }
        return false;
    }

    private boolean isCalm() {
        return !disturbed.get();
    }

    private List<Integer> queryPorts() {
        ClusterSettings settings = cluster.settings();
        return IntStream.rangeClosed(1, settings.size().queryServices())
                .map(settings.ports()::queryService)
                .boxed()
                .toList();
    }

    private void begin(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private void stopThreads() throws InterruptedException {
        supervisor.stop();
        watch.stop();
        probe.stop();
        readers.forEach(AnswerReader::stop);
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(10_000);
        }
    }

    private void say(String line) {
        progress.accept("  " + Duration.ofNanos(System.nanoTime() - startNanos).toSeconds() + " s  " + line);
    }
}
