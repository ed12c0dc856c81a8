package dev.flamestream.query.querier;

import dev.flamestream.engine.limits.Limit;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * How much a tenant may ask for: what its limits say, and never more than the service itself allows. Of several tenants the strictest
 * holds. Thread-safe.
 */
public final class QueryBounds {
    private final QuerySettings service;
    private final PolicyWatch policies;
    private final Clock clock;

    /** Bounds of a service, whose policies it does not own. */
    public QueryBounds(QuerySettings service, PolicyWatch policies, Clock clock) {
        this.service = service;
        this.policies = policies;
        this.clock = clock;
    }

    /** The longest time range. */
    Duration longest(String tenant) {
        long least = all(tenant, Limit.MAX_QUERY_LENGTH).min().orElseThrow();
        return Duration.ofMillis(Math.min(least, service.maxRange().toMillis()));
    }

    /** The most nodes of an answer. */
    int maxNodes(String tenant) {
        long least = all(tenant, Limit.MAX_FLAMEGRAPH_NODES_MAX).min().orElseThrow();
        return (int) Math.min(least, service.maxNodes());
    }

    /** Nodes of an answer where the request names no number. */
    int defaultNodes(String tenant) {
        long least = all(tenant, Limit.MAX_FLAMEGRAPH_NODES_DEFAULT).min().orElseThrow();
        return (int) Math.min(least, maxNodes(tenant));
    }

    /** What may be seen of a selection; nothing if all of it is too long ago. */
    Optional<Selection> visible(Selection selection) {
        long lookback = all(selection.tenant(), Limit.MAX_QUERY_LOOKBACK)
                .filter(millis -> millis > 0)
                .min()
                .orElse(0);
        long first = lookback == 0 ? Long.MIN_VALUE : clock.millis() - lookback;
        TimeRange range = selection.range();
        if (first <= range.startMillis()) {
            return Optional.of(selection);
        }
        return first < range.endMillis()
                ? Optional.of(selection.during(new TimeRange(first, range.endMillis())))
                : Optional.empty();
    }

    private LongStream all(String tenants, Limit limit) {
        return Selection.tenantsIn(tenants).stream()
                .mapToLong(tenant -> policies.of(tenant).limits().get(limit));
    }
}
