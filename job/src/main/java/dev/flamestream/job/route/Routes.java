package dev.flamestream.job.route;

import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A router's side of the plan: measures, finds each series' shard, and says which tenants' listings are to be sent.
 *
 * <p>What a checkpoint means for listings, numbered as they come: (1) a listing is sent; (2) a checkpoint is begun, and is behind it
 * on its way to the heads; (3) it completes, so the directory has the listing and keeps it; (4) the planner is told. Not thread-safe.
 */
public final class Routes {

    private final RouteSettings settings;
    private final int parallelism;
    private final ShardOrder order;
    private final Loads loads = new Loads();
    private volatile RoutePlan plan = RoutePlan.EMPTY;
    private boolean isPlanAhead;

    private final Set<String> sent = new HashSet<>();
    private final List<String> sinceCheckpoint = new ArrayList<>();
    /** By checkpoint that is not known to have completed, what was sent between it and the one before. */
    private final NavigableMap<Long, List<String>> waiting = new TreeMap<>();

    private final Set<String> listed = new HashSet<>();

    /** Those of a router of a job of so many slots. */
    public Routes(RouteSettings settings, int parallelism, int maxParallelism) {
        this.settings = settings;
        this.parallelism = parallelism;
        this.order = new ShardOrder(settings.maxShards(), parallelism, maxParallelism);
    }

    /** Measures a profile and finds where it goes. */
    public Route take(String tenant, long labelHash, Labels series, int valueBytes, long nowMillis) {
        loads.count(tenant, labelHash, valueBytes);
        RoutePlan.Tenant known = plan.tenants().get(tenant);
        return known == null ? Route.FIRST : route(tenant, known, labelHash, series, nowMillis);
    }

    private Route route(String tenant, RoutePlan.Tenant known, long labelHash, Labels series, long nowMillis) {
        Width.Step shards = known.shards().at(nowMillis);
        int shardCount = isToList(known) ? 1 : Math.min(shards.count(), settings.maxShards());
        if (shardCount == 1) {
            return new Route(0, shards.sinceMillis());
        }
        Width.Step spread = known.services().getOrDefault(labelHash, Width.ONE).at(nowMillis);
        int keyCount = Math.min(spread.count(), shardCount);
        long first = mixed(labelHash);
        long lane = keyCount == 1 ? 0 : mixed(series.hash()) & (keyCount - 1);
        int position = (int) ((first + lane) & (shardCount - 1));
        return new Route(order.shardAt(tenant, position), Math.max(shards.sinceMillis(), spread.sinceMillis()));
    }

    /** The lowest bits of the labels' hash come from the lowest bits of their characters alone. */
    private static long mixed(long hash) {
        return ((hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L) >>> 32;
    }

    /** Now and then, between two profiles: takes the plan that has come, and reports. */
    public void exchange(PlannerLink link, long nowMillis) {
        link.answer().ifPresent(this::adopt);
        if (link.isReady(nowMillis)) {
            link.send(report(), nowMillis);
        }
    }

    /** Takes a plan: one that was saved, or the planner's. */
    void adopt(RoutePlan newer) {
        // The planner of a job that was started anew knows nothing yet: it is told.
        isPlanAhead = newer.version() < plan.version();
        if (!isPlanAhead) {
            plan = newer;
            sent.retainAll(newer.tenants().keySet());
            listed.removeIf(tenant -> !isToList(newer.tenants().get(tenant)));
        }
    }

    Report report() {
        long minLoad = settings.keyBytesPerSecond() * settings.interval().toMillis() / (4_000L * parallelism);
        byte[] ahead = isPlanAhead ? plan.toBytes() : new byte[0];
        // Once: should it be lost, the planner's next answer says so again.
        isPlanAhead = false;
        return new Report(plan.version(), parallelism, List.copyOf(listed), ahead, loads.drain(minLoad));
    }

    /** How many shards are listed for a tenant that becomes wide: all that it may ever use. */
    public int listedShards() {
        return settings.maxShards();
    }

    /** The tenants whose listing is to be sent now; each once. */
    public List<String> toList() {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, RoutePlan.Tenant> tenant : plan.tenants().entrySet()) {
            if (isToList(tenant.getValue()) && sent.add(tenant.getKey())) {
                names.add(tenant.getKey());
            }
        }
        sinceCheckpoint.addAll(names);
        return names;
    }

    private boolean isToList(RoutePlan.@Nullable Tenant tenant) {
        return tenant != null && tenant.listedShards() < settings.maxShards();
    }

    /** A checkpoint has begun: what was sent before is in it. */
    public void checkpointBegun(long checkpoint) {
        if (!sinceCheckpoint.isEmpty()) {
            waiting.put(checkpoint, List.copyOf(sinceCheckpoint));
            sinceCheckpoint.clear();
        }
    }

    /** A checkpoint has completed, and with it all that were begun before. */
    public void checkpointCompleted(long checkpoint) {
        Map<Long, List<String>> done = waiting.headMap(checkpoint, true);
        done.values().forEach(listed::addAll);
        done.clear();
    }

    /** The plan, to be saved. */
    public byte[] save() {
        return plan.toBytes();
    }

    /** Takes the newest of the plans that were saved. */
    public void restore(Iterable<byte[]> saved) throws IOException {
        for (byte[] bytes : saved) {
            RoutePlan restored = RoutePlan.fromBytes(bytes);
            plan = restored.version() > plan.version() ? restored : plan;
        }
    }

    /** Tenants of more than one shard; any thread may ask. */
    public int wideTenants() {
        return plan.wideTenants();
    }

    /** Services of more than one key; any thread may ask. */
    public int spreadServices() {
        return plan.spreadServices();
    }

    /** Profiles that were not measured since too many services sent at once; any thread may ask. */
    public long unmeasured() {
        return loads.unmeasured();
    }
}
