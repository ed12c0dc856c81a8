package dev.flamestream.job.route;

import static java.util.Objects.requireNonNull;

import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.job.intake.RouterMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;

/** What a router has, for tests of other packages. */
public final class RoutesOf {
    /** Of the one test that has a planner. */
    private static final AtomicReference<RoutePlanner> PLANNER = new AtomicReference<>();

    private RoutesOf() {}

    /** A link to a planner of this process, which begins anew with {@link #noPlan}. */
    public static PlannerLink link(RuntimeContext context, RouteSettings settings) {
        PLANNER.compareAndSet(null, new RoutePlanner(settings, Clock.systemUTC()));
        return PlannerLink.open(
                report -> requireNonNull(PLANNER.get()).exchange(report),
                settings,
                context.getTaskInfo().getNumberOfParallelSubtasks());
    }

    /** Forgets the planner. */
    public static void noPlan() {
        PLANNER.set(null);
    }

    /** A router's metrics, registered. */
    public static RouterMetrics metrics(MetricGroup group) {
        PlannerLink idle = new PlannerLink(report -> report, Duration.ofSeconds(1), 1);
        return new RouterMetrics(
                group, new Routes(RouteSettings.DEFAULT, 1, 128), idle, PolicyWatch.without(TenantLimits.DEFAULT));
    }
}
