package dev.flamestream.job.route;

import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Some routers, their planner, checkpoints, and what has reached the first shards' directories; all at the clock's time. */
final class FakeJob {
    static final int MAX_PARALLELISM = 128;

    final ManualClock clock;
    final RouteSettings settings;
    final int parallelism;
    final List<Routes> routers = new ArrayList<>();
    /** By tenant, the shards that its directory lists. */
    final Map<String, Integer> directory = new TreeMap<>();

    RoutePlanner planner;
    boolean checkpointsComplete = true;
    private long checkpoint;

    FakeJob(RouteSettings settings, int parallelism, ManualClock clock) {
        this.settings = settings;
        this.parallelism = parallelism;
        this.clock = clock;
        this.planner = new RoutePlanner(settings, clock);
        for (int i = 0; i < parallelism; i++) {
            routers.add(new Routes(settings, parallelism, MAX_PARALLELISM));
        }
    }

    /** Each router takes profiles of so many series in turns, so that together they are so many bytes a second; one interval. */
    void interval(String tenant, Labels service, long bytesPerSecond, int series) throws IOException {
        int load = (int) (bytesPerSecond * settings.interval().toMillis() / 1_000 / parallelism);
        int profiles = load / (16 << 10) == 0 ? Math.min(load, 1) : Math.min(20, load / (16 << 10));
        for (Routes router : routers) {
            for (int i = 0; i < profiles; i++) {
                take(router, tenant, service.with("pod", "pod-" + i % series), load / profiles - Loads.PROFILE_BYTES);
            }
        }
        talk();
        if (checkpointsComplete) {
            checkpoint();
        }
    }

    Route take(Routes router, String tenant, Labels series, int bytes) {
        long labelHash =
                series.only(List.of(Labels.SERVICE_NAME, Labels.PROFILE_NAME)).hash();
        return router.take(tenant, labelHash, series, bytes, clock.millis());
    }

    /** Every router reports and takes the plan; then an interval passes. */
    void talk() throws IOException {
        for (Routes router : routers) {
            byte[] answer = planner.exchange(router.report().toBytes());
            if (answer.length > 0) {
                router.adopt(RoutePlan.fromBytes(answer));
            }
            for (String tenant : router.toList()) {
                directory.merge(tenant, router.listedShards(), Math::max);
            }
        }
        clock.advance(settings.interval());
    }

    void beginCheckpoint() {
        checkpoint++;
        routers.forEach(router -> router.checkpointBegun(checkpoint));
    }

    void completeCheckpoint() {
        routers.forEach(router -> router.checkpointCompleted(checkpoint));
    }

    void checkpoint() {
        beginCheckpoint();
        completeCheckpoint();
    }
}
