package dev.flamestream.job.route;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How wide tenants and services become, with a clock that goes when it is told to. */
class RoutesTest {
    private static final Labels SHOP = Labels.of(Labels.SERVICE_NAME, "shop", Labels.PROFILE_NAME, "process_cpu");
    private static final long MIB = 1 << 20;
    private static final RouteSettings SETTINGS = RouteSettings.DEFAULT;
    private static final int PODS = 2_000;

    private final ManualClock clock = new ManualClock();
    private FakeJob job = new FakeJob(SETTINGS, 4, clock);

    @Test
    void aSmallTenantStaysInItsFirstShard() throws IOException {
        run(Duration.ofMinutes(5), 2 * MIB);

        assertThat(shardsOf("acme")).containsExactly(0);
        assertThat(job.directory).isEmpty();
        assertThat(job.planner.plan().version()).isZero();
    }

    @Test
    void aHotServiceGoesOverAllSlotsAlike() throws IOException {
        run(Duration.ofMinutes(2), 30 * MIB);

        ShardOrder order = new ShardOrder(SETTINGS.maxShards(), 4, FakeJob.MAX_PARALLELISM);
        TreeMap<Integer, Integer> seriesBySlot = new TreeMap<>();
        for (int pod = 0; pod < PODS; pod++) {
            seriesBySlot.merge(order.slotOf("acme", shardOf("acme", pod)), 1, Integer::sum);
        }
        assertThat(seriesBySlot.keySet()).containsExactly(0, 1, 2, 3);
        assertThat(seriesBySlot.values())
                .allSatisfy(series -> assertThat(series).isBetween(430, 570));
    }

    @Test
    void noShardIsUsedBeforeACheckpointThatWasBegunBehindItsListingHasCompleted() throws IOException {
        job.checkpointsComplete = false;
        int seconds = 0;
        while (job.directory.isEmpty()) {
            interval(30 * MIB);
            seconds++;
        }
        assertThat(seconds).as("seconds until it was found to be hot").isLessThan(5);
        run(Duration.ofMinutes(1), 30 * MIB);
        assertThat(shardsOf("acme")).as("listed, no checkpoint").containsExactly(0);

        job.beginCheckpoint();
        run(Duration.ofMinutes(1), 30 * MIB);
        assertThat(shardsOf("acme")).as("a checkpoint is under way").containsExactly(0);

        job.completeCheckpoint();
        run(Duration.ofSeconds(10), 30 * MIB);
        assertThat(shardsOf("acme")).hasSizeGreaterThan(1);
        assertThat(job.directory).containsEntry("acme", SETTINGS.maxShards());
    }

    @Test
    void aCheckpointThatWasBegunBeforeTheListingProvesNothing() throws IOException {
        job.checkpointsComplete = false;
        job.beginCheckpoint();
        run(Duration.ofMinutes(1), 30 * MIB);
        job.completeCheckpoint();
        run(Duration.ofMinutes(1), 30 * MIB);

        assertThat(job.directory).containsKey("acme");
        assertThat(shardsOf("acme")).containsExactly(0);
    }

    @Test
    void allRoutersChangeAtOneMoment() throws IOException {
        Set<Integer> seen = new HashSet<>();
        for (int second = 0; second < 240; second++) {
            interval(second < 120 ? 30 * MIB : 60 * MIB);
            for (int pod = 0; pod < 50; pod++) {
                Labels series = SHOP.with("pod", "pod-" + pod);
                Set<Route> routes = new HashSet<>();
                job.routers.forEach(router -> routes.add(job.take(router, "acme", series, 0)));
                assertThat(routes).as("second " + second + ", " + series).hasSize(1);
                seen.add(routes.iterator().next().shard());
            }
        }
        assertThat(seen).hasSizeGreaterThan(2);
    }

    @Test
    void aRateBetweenTheMarginsChangesNothingEitherWay() throws IOException {
        run(Duration.ofMinutes(2), 30 * MIB);
        long version = job.planner.plan().version();
        int count = width();

        // Between a quarter of what the keys are meant for and 1.25 times it.
        Random random = new Random(20_261_127);
        for (int minute = 0; minute < 60; minute++) {
            run(Duration.ofMinutes(1), (long) (count * 2L * MIB * (0.4 + 0.7 * random.nextDouble())));
        }

        assertThat(job.planner.plan().version()).isEqualTo(version);
    }

    @Test
    void itBecomesNarrowAgainOnlyAfterAWhileAndItsSeriesAreToldApartFromTheirEarlierStay() throws IOException {
        Route before = routeOf(7);
        run(Duration.ofMinutes(2), 30 * MIB);
        Route wide = routeOf(7);
        int count = width();

        run(SETTINGS.fallAfter().minusMinutes(1), MIB / 10);
        assertThat(width()).as("before its time").isEqualTo(count);
        run(Duration.ofMinutes(5), MIB / 10);

        assertThat(shardsOf("acme")).containsExactly(0);
        Route after = routeOf(7);
        assertThat(after.shard()).isEqualTo(before.shard());
        assertThat(List.of(before.sinceMillis(), wide.sinceMillis(), after.sinceMillis()))
                .doesNotHaveDuplicates();
        assertThat(job.directory).as("its wide heads may still be live").containsKey("acme");
    }

    @Test
    void aMinuteOfQuietIsNoReasonToBecomeNarrow() throws IOException {
        run(Duration.ofMinutes(2), 30 * MIB);
        int count = width();
        for (int i = 0; i < 10; i++) {
            run(Duration.ofMinutes(3), 0);
            run(Duration.ofMinutes(1), 30 * MIB);
        }

        assertThat(width()).isEqualTo(count);
    }

    @Test
    void boundsAreKept() throws IOException {
        for (int parallelism : new int[] {1, 2, 3, 8, 100}) {
            for (int maxShards : new int[] {1, 2, 16}) {
                job = new FakeJob(
                        new RouteSettings(maxShards, 4, 1_000, SETTINGS.interval(), SETTINGS.fallAfter()),
                        parallelism,
                        clock);
                run(Duration.ofMinutes(1), 10 * MIB);
                Map<String, RoutePlan.Tenant> tenants = job.planner.plan().tenants();
                if (parallelism == 1 || maxShards == 1) {
                    assertThat(shardsOf("acme")).containsExactly(0);
                } else {
                    assertThat(tenants).containsKey("acme");
                    RoutePlan.Tenant tenant = requireNonNull(tenants.get("acme"));
                    assertThat(tenant.shards().now().count())
                            .isEqualTo(Math.min(maxShards, 4 * RouteSettings.powerOfTwoFrom(parallelism)));
                    assertThat(tenant.services().values())
                            .allSatisfy(width -> assertThat(width.now().count()).isLessThanOrEqualTo(4));
                    assertThat(shardsOf("acme").size())
                            .isEqualTo(Math.min(4, Math.min(maxShards, RouteSettings.powerOfTwoFrom(parallelism))));
                }
            }
        }
    }

    @Test
    void manySmallServicesOfALargeTenantKeepOneKeyEach() throws IOException {
        for (int second = 0; second < 120; second++) {
            job.checkpoint();
            for (int service = 0; service < 100; service++) {
                for (Routes router : job.routers) {
                    job.take(router, "acme", SHOP.with(Labels.SERVICE_NAME, "service-" + service), 80_000);
                }
            }
            job.talk();
        }

        RoutePlan.Tenant tenant = requireNonNull(job.planner.plan().tenants().get("acme"));
        assertThat(tenant.shards().now().count()).isEqualTo(16);
        assertThat(tenant.services()).isEmpty();
    }

    @Test
    void aPlannerThatWasStartedAnewIsToldThePlan() throws IOException {
        run(Duration.ofMinutes(2), 30 * MIB);
        RoutePlan before = job.planner.plan();

        job.planner = new RoutePlanner(SETTINGS, clock);
        run(Duration.ofMinutes(2), 30 * MIB);

        assertThat(job.planner.plan()).isEqualTo(before);
        assertThat(job.routers)
                .allSatisfy(router ->
                        assertThat(router.report().plan()).as("told once").isEmpty());
    }

    @Test
    void aRestoredRouterGoesOnWithTheNewestPlanAtAnyParallelism() throws IOException {
        run(Duration.ofMinutes(2), 30 * MIB);
        byte[] old = RoutePlan.EMPTY.toBytes();

        Routes restored = new Routes(SETTINGS, 3, FakeJob.MAX_PARALLELISM);
        restored.restore(List.of(old, job.routers.get(0).save(), old));

        assertThat(RoutePlan.fromBytes(restored.save())).isEqualTo(job.planner.plan());
        Set<Integer> slots = new HashSet<>();
        ShardOrder order = new ShardOrder(SETTINGS.maxShards(), 3, FakeJob.MAX_PARALLELISM);
        for (int pod = 0; pod < PODS; pod++) {
            slots.add(order.slotOf(
                    "acme",
                    job.take(restored, "acme", SHOP.with("pod", "pod-" + pod), 0)
                            .shard()));
        }
        assertThat(slots).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void aRescaleThereAndBackTellsAllSeriesApartFromTheirEarlierStay() throws IOException {
        run(Duration.ofMinutes(2), 30 * MIB);
        Route first = routeOf(7);
        for (int parallelism : new int[] {3, 4}) {
            byte[] saved = job.routers.get(0).save();
            job = new FakeJob(SETTINGS, parallelism, clock);
            for (Routes router : job.routers) {
                router.restore(List.of(saved));
            }
            run(Duration.ofSeconds(5), 30 * MIB);
        }

        Route again = routeOf(7);
        assertThat(again.shard()).isEqualTo(first.shard());
        assertThat(again.sinceMillis()).isGreaterThan(first.sinceMillis());
    }

    @Test
    void moreShardsThanAreListedAreNotUsedBeforeTheyAre() throws IOException {
        run(Duration.ofMinutes(2), 30 * MIB);
        byte[] saved = job.routers.get(0).save();
        job = new FakeJob(new RouteSettings(128, 16, 2 * MIB, SETTINGS.interval(), SETTINGS.fallAfter()), 4, clock);
        for (Routes router : job.routers) {
            router.restore(List.of(saved));
        }
        assertThat(shardsOf("acme")).containsExactly(0);

        run(Duration.ofMinutes(1), 30 * MIB);

        assertThat(job.directory).containsEntry("acme", 128);
        assertThat(shardsOf("acme")).hasSizeGreaterThan(1);
    }

    private void run(Duration time, long bytesPerSecond) throws IOException {
        for (long second = 0; second < time.toSeconds(); second++) {
            interval(bytesPerSecond);
        }
    }

    private void interval(long bytesPerSecond) throws IOException {
        job.interval("acme", SHOP, bytesPerSecond, PODS);
    }

    private int width() {
        RoutePlan.Tenant tenant = job.planner.plan().tenants().get("acme");
        return tenant == null ? 1 : tenant.shards().now().count();
    }

    private Route routeOf(int pod) {
        return job.take(job.routers.get(0), "acme", SHOP.with("pod", "pod-" + pod), 0);
    }

    private int shardOf(String tenant, int pod) {
        return job.take(job.routers.get(0), tenant, SHOP.with("pod", "pod-" + pod), 0)
                .shard();
    }

    private Set<Integer> shardsOf(String tenant) {
        List<Integer> shards = new ArrayList<>();
        for (int pod = 0; pod < PODS; pod++) {
            shards.add(shardOf(tenant, pod));
        }
        return new HashSet<>(shards);
    }
}
