package dev.flamestream.query.querier;

import dev.flamestream.engine.select.QueryLimits;
import java.time.Duration;

/**
 * Bounds of what a query may ask for.
 *
 * @param limits what it may cost
 * @param maxRange the longest time range; each day of it is a folder to list
 * @param defaultNodes nodes of a flame graph where the request names no number
 * @param maxNodes nodes of a flame graph that a request may ask for
 */
public record QuerySettings(QueryLimits limits, Duration maxRange, int defaultNodes, int maxNodes) {
    public QuerySettings {
        if (defaultNodes < 1 || defaultNodes > maxNodes) {
            throw new IllegalArgumentException(
                    "expected 1 <= defaultNodes <= maxNodes, found " + defaultNodes + " and " + maxNodes);
        }
    }
}
