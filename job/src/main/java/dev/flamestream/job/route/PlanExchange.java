package dev.flamestream.job.route;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.taskexecutor.GlobalAggregateManager;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;

/**
 * How a router reaches the planner. May block for as long as a call to the job's manager may; thread-safe.
 *
 * <p>The planner lives in the manager as one of Flink's global aggregates: reports are added to it, and its result is the answer to
 * the last. Both travel as bytes, since the manager's calls know no classes of the job.
 */
interface PlanExchange {
    /** Gives a report; the plan if it is another than the router's, else no bytes. */
    byte[] exchange(byte[] report) throws IOException;

    /** Through the manager of the job that a task belongs to. */
    static PlanExchange of(RuntimeContext context, RouteSettings settings) {
        GlobalAggregateManager manager = ((StreamingRuntimeContext) context).getGlobalAggregateManager();
        return report -> manager.updateGlobalAggregate("route-plan", report, new Planning(settings));
    }

    /** The planner and its last answer. */
    final class Planned {
        private final RoutePlanner planner;
        private byte[] answer = {};

        Planned(RoutePlanner planner) {
            this.planner = planner;
        }
    }

    /** Hands reports to the planner. Its fields are numbers, since Flink looks into each field, and may not into a duration. */
    final class Planning implements AggregateFunction<byte[], Planned, byte[]> {
        private static final long serialVersionUID = 1L;
        private final int maxShards;
        private final int maxSpread;
        private final long keyBytesPerSecond;
        private final long intervalMillis;
        private final long fallAfterMillis;

        Planning(RouteSettings settings) {
            this.maxShards = settings.maxShards();
            this.maxSpread = settings.maxSpread();
            this.keyBytesPerSecond = settings.keyBytesPerSecond();
            this.intervalMillis = settings.interval().toMillis();
            this.fallAfterMillis = settings.fallAfter().toMillis();
        }

        @Override
        public Planned createAccumulator() {
            RouteSettings settings = new RouteSettings(
                    maxShards,
                    maxSpread,
                    keyBytesPerSecond,
                    Duration.ofMillis(intervalMillis),
                    Duration.ofMillis(fallAfterMillis));
            return new Planned(new RoutePlanner(settings, Clock.systemUTC()));
        }

        @Override
        public Planned add(byte[] report, Planned planned) {
            try {
                planned.answer = planned.planner.exchange(report);
            } catch (IOException e) {
                throw new IllegalArgumentException("report of a router: " + e.getMessage(), e);
            }
            return planned;
        }

        @Override
        public byte[] getResult(Planned planned) {
            return planned.answer;
        }

        @Override
        public Planned merge(Planned one, Planned other) {
            throw new UnsupportedOperationException("there is one planner");
        }
    }
}
