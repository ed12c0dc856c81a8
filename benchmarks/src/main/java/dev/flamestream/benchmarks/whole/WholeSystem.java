package dev.flamestream.benchmarks.whole;

import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.benchmarks.large.Measurement;
import dev.flamestream.benchmarks.large.Scale;
import dev.flamestream.benchmarks.report.Result;
import dev.flamestream.benchmarks.report.Result.Target;
import dev.flamestream.benchmarks.workload.Workload;
import dev.flamestream.standalone.flink.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Row 3: profiles from Kafka through Flink into the heads and into a completed checkpoint, by the CPU time of the whole process
 * of {@code up}: broker, job, query service, garbage collector and compiler. Nothing is subtracted; what the process uses while
 * nothing comes is reported beside it.
 *
 * <p>After a warm-up, each round is measured from its first profile until the job's committed offsets have passed its last.
 * The best round counts, since noise only ever adds.
 */
public final class WholeSystem implements Measurement {
    private static final List<Workload> WORKLOADS = List.of(Workload.CPU_LONG_TAIL, Workload.CPU_TYPICAL);
    private static final double TARGET = 0.5;

    /** Checkpoints come every five seconds. */
    private static final Duration STORE_PATIENCE = Duration.ofMinutes(3);

    private static final Duration IDLE = Duration.ofSeconds(10);

    /** How much of it: the services of a round, of the warm-up, and what each of them sends. */
    private record Size(int services, int warmUpServices, int rounds, int perService, int distinct, int passes) {
        static final Size FULL = new Size(20, 24, 3, 800, 2_400, 15);
        static final Size QUICK = new Size(4, 0, 1, 40, 40, 1);
    }

    @Override
    public String title() {
        return "the whole system: up as a process";
    }

    @Override
    public Set<Integer> rows() {
        return Set.of(3);
    }

    @Override
    public List<Result> run(Scale scale) throws Exception {
        List<Result> results = new ArrayList<>();
        for (Workload workload : scale.quick() ? List.of(Workload.CPU_TYPICAL) : WORKLOADS) {
            results.add(measure(workload, scale.quick() ? Size.QUICK : Size.FULL));
        }
        return results;
    }

    private static Result measure(Workload workload, Size size) throws Exception {
        Fleet fleet = Fleet.of(workload, size.perService(), size.distinct());
        double inflaterMicros = InflaterTime.bestMicros(fleet.firstService(), size.passes());
        Path folder = Files.createTempDirectory("flamestream-bench-up");
        try (UpServer up = UpServer.start(folder);
                Progress progress = new Progress(up.bootstrapServers());
                ProfilePublisher publisher =
                        ProfilePublisher.to(up.bootstrapServers()).open()) {
            Fleet now = fleet.inWindowOf(System.currentTimeMillis());
            Rounds rounds = new Rounds(up, progress, publisher, now);
            if (size.warmUpServices() > 0) {
                rounds.run(size.warmUpServices());
            }
            double idleCores = size.warmUpServices() == 0 ? 0 : rounds.idleCores();
            List<Double> microsPerProfile = new ArrayList<>();
            for (int i = 0; i < size.rounds(); i++) {
                microsPerProfile.add(rounds.run(size.services()));
            }
            return result(workload, inflaterMicros, microsPerProfile, idleCores);
        } finally {
            FolderTree.delete(folder);
        }
    }

    /** The measured parts of one process' life. */
    private record Rounds(UpServer up, Progress progress, ProfilePublisher publisher, Fleet fleet) {
        /** CPU time a profile, in microseconds. */
        double run(int services) throws Exception {
            Duration before = up.cpuTime();
            int profiles = fleet.publish(publisher, services);
            progress.awaitAllStored(STORE_PATIENCE);
            Duration spent = up.cpuTime().minus(before);
            if (progress.rejectedCount() > 0) {
                throw new IllegalStateException(progress.rejectedCount() + " profiles were rejected");
            }
            return spent.toNanos() / 1e3 / profiles;
        }

        /** Cores in use while nothing but its own profiles comes. */
        double idleCores() throws IOException, InterruptedException {
            Duration before = up.cpuTime();
            TimeUnit.MILLISECONDS.sleep(IDLE.toMillis());
            return up.cpuTime().minus(before).toNanos() / (double) IDLE.toNanos();
        }
    }

    private static Result result(
            Workload workload, double inflaterMicros, List<Double> microsPerProfile, double idleCores) {
        double best =
                microsPerProfile.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double allowedMicros = (workload == Workload.HEAP ? 2.5 : 1.8) * inflaterMicros;
        List<String> rounds = microsPerProfile.stream()
                .map(micros -> String.format(Locale.ROOT, "%.0f", micros))
                .toList();
        return Result.reported(
                        3,
                        "through Kafka and Flink / what row 1 allows",
                        workload.label(),
                        allowedMicros / best,
                        "x",
                        String.format(
                                Locale.ROOT,
                                "%,.0f profiles per CPU-second; rounds %s us a profile, Inflater alone %.0f; idle %.0f %% of a core",
                                1e6 / best,
                                rounds,
                                inflaterMicros,
                                100 * idleCores))
                .against(Target.atLeast(TARGET));
    }
}
