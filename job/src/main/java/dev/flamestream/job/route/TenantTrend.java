package dev.flamestream.job.route;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one tenant sends, whole and by service, and how wide that makes it. Not thread-safe. */
final class TenantTrend {
    /** After this time what is one wide is forgotten; nothing in the job remembers a series for as long. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(24);

    /** Below this share of a key nothing is worth remembering: routers do not report much less. */
    private static final double IDLE_SHARE = 0.125;

    private final RouteSettings settings;
    private final Trend whole;
    private final Map<Long, Trend> services = new HashMap<>();

    TenantTrend(RouteSettings settings, long nowMillis) {
        this.settings = settings;
        this.whole = new Trend(settings, nowMillis);
    }

    void add(long load, long nowMillis) {
        whole.add(load, nowMillis);
    }

    void addOf(long labelHash, long load, long nowMillis) {
        services.computeIfAbsent(labelHash, added -> new Trend(settings, nowMillis))
                .add(load, nowMillis);
    }

    boolean isIdle(long nowMillis) {
        return isIdle(whole, nowMillis);
    }

    private boolean isIdle(Trend trend, long nowMillis) {
        return trend.perSecond(nowMillis) < settings.keyBytesPerSecond() * IDLE_SHARE;
    }

    /** Whether a tenant that stands in no plan should. */
    boolean isWide(int parallelism, long nowMillis) {
        return whole.wanted(1, settings.maxShardsIn(parallelism), nowMillis) > 1;
    }

    /**
     * How wide the tenant is from now on; nothing if it is to be forgotten.
     *
     * @param moreServices how many services may be added to those that the plan has
     */
    Optional<RoutePlan.Tenant> next(RoutePlan.Tenant known, int parallelism, int moreServices, long nowMillis) {
        Width shards = known.listedShards() >= settings.maxShards()
                ? next(known.shards(), whole, settings.maxShardsIn(parallelism), nowMillis)
                : known.shards();
        int maxSpread = Math.min(shards.now().count(), settings.maxSpreadIn(parallelism));
        Map<Long, Width> spread = new HashMap<>(known.services());
        known.services().keySet().forEach(labelHash -> addOf(labelHash, 0, nowMillis));
        int room = moreServices;
        for (Map.Entry<Long, Trend> service : services.entrySet()) {
            Width before = spread.getOrDefault(service.getKey(), Width.ONE);
            Width next = next(before, service.getValue(), maxSpread, nowMillis);
            if (spread.containsKey(service.getKey())) {
                spread.put(service.getKey(), next);
            } else if (!next.equals(Width.ONE) && room > 0) {
                spread.put(service.getKey(), next);
                room--;
            }
        }
        spread.values().removeIf(width -> isForgotten(width, nowMillis));
        services.entrySet()
                .removeIf(service -> isIdle(service.getValue(), nowMillis) && !spread.containsKey(service.getKey()));
        return spread.isEmpty() && isForgotten(shards, nowMillis) && isIdle(nowMillis)
                ? Optional.empty()
                : Optional.of(new RoutePlan.Tenant(known.listedShards(), shards, spread));
    }

    private Width next(Width width, Trend trend, int max, long nowMillis) {
        int current = width.now().count();
        int wanted = trend.wanted(current, max, nowMillis);
        boolean isSettled =
                nowMillis - width.now().sinceMillis() >= settings.dwell().toMillis();
        return wanted == current || !isSettled
                ? width
                : width.changed(wanted, nowMillis + settings.lead().toMillis());
    }

    private static boolean isForgotten(Width width, long nowMillis) {
        return width.now().count() == 1 && nowMillis - width.now().sinceMillis() >= FORGOTTEN_AFTER.toMillis();
    }
}
