package dev.flamestream.standalone.acceptance;

import dev.flamestream.engine.reference.NaiveCumulative;
import dev.flamestream.engine.reference.NaiveDatabase;
import dev.flamestream.engine.reference.NaiveProfile;
import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.ProfileType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/** Spreads pprof files over tenants, services, pods and windows, and keeps all of them in a naive database, too. */
final class OracleLoad {
    static final List<String> TENANTS = List.of("acme", "globex_1");
    private static final List<String> SERVICES = List.of("cart", "pay", "shop/web", OraclePolicy.SAMPLED_SERVICE);
    private static final String SCRAPED_TWICE = "pay";
    private static final String CLUSTER = "cluster";
    private static final String REPLICA = "__replica__";
    private static final int PODS = 3;

    private final NaiveDatabase database = new NaiveDatabase();
    private final Random random;
    private long refused;

    /** By tenant: what is known of each series whose values count from the start. */
    private final Map<String, NaiveCumulative> deltas = new HashMap<>();

    /** By tenant and profile type id: sums by the function in which stacks end. */
    private final Map<String, Map<String, Long>> selfByFunction = new HashMap<>();

    OracleLoad(Random random) {
        this.random = random;
    }

    NaiveDatabase database() {
        return database;
    }

    /**
     * The records of a file somewhere in one of the windows: one; or two, of agents that scraped the same; or one that came twice.
     */
    List<ProfileRecord> next(byte[] file, List<Long> windowStarts, long windowMillis) throws IOException {
        NaiveProfile profile = NaiveProfile.read(file);
        String tenant = TENANTS.get(random.nextInt(TENANTS.size()));
        Labels series = Labels.of(
                Labels.SERVICE_NAME,
                SERVICES.get(random.nextInt(SERVICES.size())),
                Labels.PROFILE_NAME,
                profileName(profile.types()),
                "pod",
                "pod-" + random.nextInt(PODS),
                "k8s.zone",
                random.nextBoolean() ? "a" : "");
        long timeMillis = windowStarts.get(random.nextInt(windowStarts.size())) + random.nextLong(windowMillis);
        if (random.nextInt(4) == 0) {
            series = series.with(Labels.DELTA, "false");
        }
        if (series.value(Labels.SERVICE_NAME).equals(SCRAPED_TWICE)) {
            series = series.with(CLUSTER, "eu-1");
        }
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        if (OraclePolicy.isSampled(tenant, series)) {
            // Cumulative values have no weight: here all count for themselves.
            series = series.with(Labels.DELTA, "false");
            if (OraclePolicy.isKept(id)) {
                count(tenant, OraclePolicy.kept(series), timeMillis, OraclePolicy.weighted(profile));
            }
        } else {
            count(tenant, series, timeMillis, profile);
        }
        return copies(tenant, OraclePolicy.asSent(tenant, series), timeMillis, id, file);
    }

    private void count(String tenant, Labels series, long timeMillis, NaiveProfile sent) throws IOException {
        NaiveProfile profile =
                deltas.computeIfAbsent(tenant, added -> new NaiveCumulative()).take(series, timeMillis, sent);
        database.add(tenant, series, timeMillis, profile);
        if (profile.samples().isEmpty()) {
            // A service that was idle is there all the same.
            for (String id : typeIds(series, profile)) {
                database.add(tenant, ProfileType.parse(id).orElseThrow(), series, timeMillis, Map.of());
            }
        }
        addSelf(tenant, series, profile);
    }

    private List<ProfileRecord> copies(String tenant, Labels sent, long timeMillis, String id, byte[] file) {
        if (!sent.value(CLUSTER).isEmpty()) {
            String other = new UUID(random.nextLong(), random.nextLong()).toString();
            return List.of(
                    record(tenant, sent.with(REPLICA, "a"), timeMillis, id, file),
                    record(tenant, sent.with(REPLICA, "b"), timeMillis, other, file));
        }
        ProfileRecord record = record(tenant, sent, timeMillis, id, file);
        if (tenant.equals(OraclePolicy.TENANT) && random.nextInt(5) == 0) {
            // One of a sampled series might be left out before it is looked at.
            boolean isDropped = random.nextBoolean() || OraclePolicy.isSampled(tenant, sent);
            refused += isDropped ? 0 : 1;
            return List.of(record, record(tenant, OraclePolicy.unwanted(sent, isDropped), timeMillis, "", file));
        }
        return random.nextInt(5) == 0 ? List.of(record, record) : List.of(record);
    }

    /** How many of the records made so far are to be refused. */
    long refused() {
        return refused;
    }

    private ProfileRecord record(String tenant, Labels series, long timeMillis, String id, byte[] file) {
        return ProfileRecord.of(series, file)
                .tenant(tenant)
                .timeMillis(timeMillis)
                .id(id)
                .agent("oracle")
                .build();
    }

    private void addSelf(String tenant, Labels series, NaiveProfile profile) throws IOException {
        List<String> ids = typeIds(series, profile);
        for (int type = 0; type < ids.size(); type++) {
            String id = ids.get(type);
            Map<String, Long> sums = selfByFunction.computeIfAbsent(tenant + "/" + id, added -> new HashMap<>());
            for (NaiveProfile.StackSample sample : profile.samples()) {
                List<Frame> stack = sample.stack();
                String function = stack.isEmpty() ? "" : Naming.FUNCTION.text(stack.get(stack.size() - 1));
                sums.merge(function, sample.values().get(type), Long::sum);
            }
        }
    }

    private static List<String> typeIds(Labels series, NaiveProfile profile) throws IOException {
        String period = profile.periodType();
        return profile.types().stream()
                .map(type -> series.value(Labels.PROFILE_NAME) + ":" + type + ":" + period)
                .toList();
    }

    /** Sums of all profiles of a tenant and type by the function in which stacks end, without those that are 0. */
    Map<String, Long> selfByFunction(String tenant, ProfileType type) {
        Map<String, Long> sums = new TreeMap<>(selfByFunction.getOrDefault(tenant + "/" + type.id(), Map.of()));
        sums.values().removeIf(sum -> sum == 0);
        return sums;
    }

    /** As publishers name them; files of one kind share heads. */
    private static String profileName(List<String> types) {
        String all = types.toString();
        if (types.size() == GrowingHeap.TYPES.size()) {
            return "grown";
        }
        if (all.contains("cpu")) {
            return "process_cpu";
        }
        return all.contains("alloc") || all.contains("inuse") ? "memory" : "other";
    }
}
