package dev.flamestream.benchmarks.shared;

import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.benchmarks.large.Measurement;
import dev.flamestream.benchmarks.large.Scale;
import dev.flamestream.benchmarks.report.Result;
import dev.flamestream.benchmarks.report.Result.Target;
import dev.flamestream.benchmarks.workload.MadeProfile;
import dev.flamestream.benchmarks.workload.ProfileStream;
import dev.flamestream.benchmarks.workload.Workload;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.schemas.record.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Row 11: one service of 2,000 pods, each profiled every 15 seconds, in four slots: the busiest slot's part of the CPU time that the
 * heads of all slots use. An even share is a quarter; where a service has one key, it is all.
 *
 * <p>Measured after a warm-up in which the job finds out that the service is hot. Threads of one process, so that it does not matter
 * how many cores there are.
 */
public final class SlotShares implements Measurement {
    private static final int SLOTS = 4;
    private static final int PODS = 2_000;
    private static final double PROFILES_PER_SECOND = PODS / 15.0;
    private static final double TARGET = 0.4;

    /** Profiles that are sent in turns under the names of all pods. */
    private static final int DISTINCT = 400;

    /** How long it warms up and is measured. */
    private record Size(Duration warmUp, Duration measured) {
        static final Size FULL = new Size(Duration.ofSeconds(60), Duration.ofSeconds(40));
        static final Size QUICK = new Size(Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    @Override
    public String title() {
        return "a hot service in four slots";
    }

    @Override
    public Set<Integer> rows() {
        return Set.of(11);
    }

    @Override
    public List<Result> run(Scale scale) throws Exception {
        Size size = scale.quick() ? Size.QUICK : Size.FULL;
        RouteSettings spread = RouteSettings.DEFAULT;
        RouteSettings pinned = new RouteSettings(
                spread.maxShards(), 1, spread.keyBytesPerSecond(), spread.interval(), spread.fallAfter());
        List<MadeProfile> made = ProfileStream.of(Workload.CPU_TYPICAL).take(DISTINCT);
        List<Result> results = new ArrayList<>();
        results.add(result("busiest slot / all slots, spread off", share(pinned, size, made)));
        results.add(
                result("busiest slot / all slots", share(spread, size, made)).against(Target.atMost(TARGET)));
        return results;
    }

    private static long[] share(RouteSettings routes, Size size, List<MadeProfile> made) throws Exception {
        try (SharedSystem system = SharedSystem.start(SLOTS, routes, "");
                ProfilePublisher publisher =
                        ProfilePublisher.to(system.bootstrapServers()).open()) {
            publish(publisher, size.warmUp, made);
            long[] before = system.slotNanos();
            publish(publisher, size.measured, made);
            long[] nanos = system.slotNanos();
            for (int slot = 0; slot < SLOTS; slot++) {
                nanos[slot] -= before[slot];
            }
            return nanos;
        }
    }

    private static void publish(ProfilePublisher publisher, Duration time, List<MadeProfile> made) throws Exception {
        Labels service = Labels.of(Labels.SERVICE_NAME, "checkout", Labels.PROFILE_NAME, "process_cpu");
        Pace.keep(PROFILES_PER_SECOND, time, number -> {
            Labels series = service.with("pod", "pod-" + number % PODS);
            publisher.publish(
                    series, Instant.now(), made.get(number % made.size()).pprof());
        });
    }

    private static Result result(String what, long[] nanos) {
        long all = Arrays.stream(nanos).sum();
        long most = Arrays.stream(nanos).max().orElse(0);
        List<String> percents = Arrays.stream(nanos)
                .mapToObj(slot -> String.format(Locale.ROOT, "%.0f %%", 100.0 * slot / Math.max(all, 1)))
                .toList();
        return Result.reported(
                11,
                what,
                "2,000 pods",
                (double) most / Math.max(all, 1),
                "x",
                String.format(
                        Locale.ROOT,
                        "slots %s; %.1f s of CPU in all, %.0f profiles/s",
                        percents,
                        all / 1e9,
                        PROFILES_PER_SECOND));
    }
}
