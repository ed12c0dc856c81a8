package dev.flamestream.benchmarks.shared;

import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.benchmarks.large.Measurement;
import dev.flamestream.benchmarks.large.Scale;
import dev.flamestream.benchmarks.report.Result;
import dev.flamestream.benchmarks.workload.MadeProfile;
import dev.flamestream.benchmarks.workload.ProfileStream;
import dev.flamestream.benchmarks.workload.Workload;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Row 12: what four tenants of ordinary size see while a fifth floods the system, against what they see without it: the 99th
 * percentile of the time until a profile can be asked for, and of a flame graph's.
 */
public final class Fairness implements Measurement {
    private static final int SLOTS = 2;

    /** What the fifth may send, a tenth of what it does; Pyroscope's default. */
    private static final String LIMITS = "overrides: {flood: {ingestion_rate_mb: 4, ingestion_burst_size_mb: 8}}";

    /** What is promised: nobody's slowest profiles and answers take longer than so many times what they take alone. */
    private static final double MAX_FACTOR = 3;

    private static final int DISTINCT = 400;
    private static final double PROFILES_PER_SECOND = 20;
    private static final double PROBES_PER_SECOND = 4;
    private static final double QUERIES_PER_SECOND = 2;
    private static final int PROBES_AT_ONCE = 16;
    private static final int FLOOD_PODS = 2_000;

    /** How long it warms up and is measured. */
    private record Size(Duration warmUp, Duration measured) {
        static final Size FULL = new Size(Duration.ofSeconds(20), Duration.ofSeconds(40));
        static final Size QUICK = new Size(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    private record Seen(Latencies visible, Latencies queries) {}

    @Override
    public String title() {
        return "ordinary tenants beside one that floods";
    }

    @Override
    public Set<Integer> rows() {
        return Set.of(12);
    }

    @Override
    public List<Result> run(Scale scale) throws Exception {
        Size size = scale.quick() ? Size.QUICK : Size.FULL;
        List<MadeProfile> made = ProfileStream.of(Workload.CPU_TYPICAL).take(DISTINCT);
        List<Result> results = new ArrayList<>();
        for (Flood flood : List.of(Flood.many(made), Flood.large())) {
            // A system of its own for each: what one flood has left in Kafka must not be the next one's.
            try (SharedSystem system = SharedSystem.start(SLOTS, RouteSettings.DEFAULT, LIMITS);
                    ProfilePublisher publisher =
                            ProfilePublisher.to(system.bootstrapServers()).open();
                    ProfilePublisher flooding = ProfilePublisher.to(system.bootstrapServers())
                            .buffer(64 << 20, 10_000)
                            .open()) {
                Others others = new Others(publisher, system.queryService(), made);
                Seen alone = seen(others, flooding, Flood.none(), size);
                Seen beside = seen(others, flooding, flood, size);
                results.add(result("visible after, p99, with a flood / without", flood, alone.visible, beside.visible));
                results.add(result("flame graph, p99, with a flood / without", flood, alone.queries, beside.queries));
            }
        }
        return results;
    }

    /** What is seen after a warm-up, in which all goes on as it will. */
    private static Seen seen(Others others, ProfilePublisher flooding, Flood flood, Size size) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Duration whole = size.warmUp.plus(size.measured);
            List<Future<?>> running = new ArrayList<>();
            running.add(threads.submit(paced(PROFILES_PER_SECOND, whole, others::send)));
            running.add(threads.submit(paced(flood.perSecond(), whole, number -> flood(flooding, flood, number))));
            Pace.keep(1, size.warmUp, number -> {});
            Seen seen = new Seen(new Latencies(), new Latencies());
            for (int thread = 0; thread < PROBES_AT_ONCE; thread++) {
                int first = thread;
                running.add(threads.submit(paced(
                        PROBES_PER_SECOND / PROBES_AT_ONCE,
                        size.measured,
                        number -> others.untilVisible(first + number * PROBES_AT_ONCE, seen.visible))));
            }
            running.add(threads.submit(
                    paced(QUERIES_PER_SECOND, size.measured, number -> others.query(number, seen.queries))));
            for (Future<?> each : running) {
                each.get();
            }
            return seen;
        } catch (ExecutionException failure) {
            throw new IllegalStateException("what others do failed: " + failure.getCause(), failure);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Boolean> paced(double perSecond, Duration time, Pace.Turn turn) {
        return () -> {
            Pace.keep(perSecond, time, turn);
            return true;
        };
    }

    private static void flood(ProfilePublisher publisher, Flood flood, int number) {
        Labels series = Labels.of(
                Labels.SERVICE_NAME, "noise", Labels.PROFILE_NAME, "process_cpu", "pod", "pod-" + number % FLOOD_PODS);
        byte[] file = flood.files().get(number % flood.files().size());
        // One that does not fit into the buffer is refused, and the flood goes on.
        var unused = publisher.publish(ProfileRecord.of(series, file)
                .tenant("flood")
                .timeMillis(Instant.now().toEpochMilli())
                .build());
    }

    private static Result result(String what, Flood flood, Latencies alone, Latencies beside) {
        Result result = Result.reported(
                12,
                what,
                flood.label(),
                beside.percentileMillis(99) / Math.max(alone.percentileMillis(99), 1e-3),
                "x",
                String.format(
                        Locale.ROOT,
                        "p99 %,.0f ms / %,.0f ms, median %,.0f ms / %,.0f ms, of %d / %d",
                        beside.percentileMillis(99),
                        alone.percentileMillis(99),
                        beside.percentileMillis(50),
                        alone.percentileMillis(50),
                        beside.count(),
                        alone.count()));
        return result.against(Result.Target.atMost(MAX_FACTOR));
    }
}
