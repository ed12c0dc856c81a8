package dev.flamestream.job.route;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for all routers how wide tenants and services are, from what all of them report together.
 *
 * <p>One at a time, in the job's manager. It keeps nothing beyond that process: the routers have the plan in their state, and one
 * whose plan is newer than the planner's sends it. A tenant becomes wide in three steps, so that readers miss nothing:
 *
 * <ol>
 *   <li>it stands in the plan as one to list, and each router sends a listing to the tenant's first shard;
 *   <li>a router says that a checkpoint has completed which was begun after its listing: the directory has it;
 *   <li>the tenant's count is raised, in force some intervals later, when every router has the plan.
 * </ol>
 *
 * <p>Not thread-safe.
 */
final class RoutePlanner {
    /** Tenants that may be wide at a time; about 60 bytes of plan each. One more stays one wide. */
    static final int MAX_TENANTS = 4_096;

    /** Services of all tenants that may be spread; 32 bytes of plan each. */
    static final int MAX_SERVICES = 16_384;

    private static final Logger log = LoggerFactory.getLogger(RoutePlanner.class);
    private static final byte[] NOTHING_NEW = {};

    private final RouteSettings settings;
    private final Clock clock;
    private final Map<String, TenantTrend> trends = new HashMap<>();
    private RoutePlan plan = RoutePlan.EMPTY;
    private long decidedMillis = Long.MIN_VALUE;

    RoutePlanner(RouteSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    RoutePlan plan() {
        return plan;
    }

    /** Takes a report; the plan, if it is another than the router's, else no bytes. */
    byte[] exchange(byte[] reported) throws IOException {
        long now = clock.millis();
        Report report = Report.fromBytes(reported);
        if (report.plan().length > 0) {
            RoutePlan theirs = RoutePlan.fromBytes(report.plan());
            plan = theirs.version() > plan.version() ? theirs : plan;
        }
        count(report.loads(), now);
        boolean isDue = decidedMillis == Long.MIN_VALUE
                || now - decidedMillis >= settings.interval().toMillis();
        if (isDue || !report.listed().isEmpty()) {
            decidedMillis = now;
            decide(report, now);
        }
        return plan.version() == report.planVersion() ? NOTHING_NEW : plan.toBytes();
    }

    private void count(byte[] loads, long now) throws IOException {
        Loads.read(loads, new Loads.Reader() {
            @Override
            public void tenant(String tenant, long load) {
                trendOf(tenant, now).add(load, now);
            }

            @Override
            public void service(String tenant, long labelHash, long load) {
                trendOf(tenant, now).addOf(labelHash, load, now);
            }
        });
    }

    private TenantTrend trendOf(String tenant, long now) {
        return trends.computeIfAbsent(tenant, added -> new TenantTrend(settings, now));
    }

    private void decide(Report report, long now) {
        Map<String, RoutePlan.Tenant> tenants = new HashMap<>(plan.tenants());
        if (plan.parallelism() != report.parallelism()) {
            tenants.replaceAll((name, tenant) -> tenant.moved(now));
        }
        for (String listed : report.listed()) {
            tenants.computeIfPresent(listed, (name, tenant) -> tenant.listed(settings.maxShards()));
        }
        int services =
                tenants.values().stream().mapToInt(of -> of.services().size()).sum();
        for (Map.Entry<String, RoutePlan.Tenant> entry : Map.copyOf(tenants).entrySet()) {
            String name = entry.getKey();
            RoutePlan.Tenant known = entry.getValue();
            Optional<RoutePlan.Tenant> next =
                    trendOf(name, now).next(known, report.parallelism(), MAX_SERVICES - services, now);
            next.ifPresentOrElse(tenant -> tenants.put(name, tenant), () -> tenants.remove(name));
            services += next.map(tenant -> tenant.services().size()).orElse(0)
                    - known.services().size();
        }
        trends.forEach((name, trend) -> {
            if (tenants.size() < MAX_TENANTS && !tenants.containsKey(name) && trend.isWide(report.parallelism(), now)) {
                tenants.put(name, RoutePlan.Tenant.TO_LIST);
            }
        });
        trends.entrySet().removeIf(trend -> trend.getValue().isIdle(now) && !tenants.containsKey(trend.getKey()));
        if (!tenants.equals(plan.tenants())) {
            plan = new RoutePlan(plan.version() + 1, report.parallelism(), tenants);
            // Not the fluent form: clusters bring their own SLF4J, which is 1.7 in every Flink that is published.
            log.info(
                    "route plan changed version=\"{}\" wideTenants=\"{}\" spreadServices=\"{}\"",
                    plan.version(),
                    plan.wideTenants(),
                    plan.spreadServices());
        }
    }
}
