package dev.flamestream.query.live;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where live heads are and how they are read.
 *
 * @param restUrls Flink's REST API, any of its addresses
 * @param proxies queryable-state proxies of the TaskManagers
 * @param jobName by which the job is found
 * @param maxAge a head no older than this is used again
 * @param cacheBytes memory of cached heads
 * @param readTimeout of one state read
 * @param maxReadsInFlight state reads at a time
 * @param leastShards shards of a tenant that are looked at in any case; its first one lists those beyond
 */
public record LiveSettings(
        List<URI> restUrls,
        List<HostAndPort> proxies,
        String jobName,
        Duration maxAge,
        long cacheBytes,
        Duration readTimeout,
        int maxReadsInFlight,
        int leastShards) {
    public LiveSettings {
        restUrls = List.copyOf(restUrls);
        proxies = List.copyOf(proxies);
    }

    /** For directories and heads of a query together: three tries at each of two reads that follow one another. */
    public Duration wholeTimeout() {
        return readTimeout.multipliedBy(6);
    }
}
