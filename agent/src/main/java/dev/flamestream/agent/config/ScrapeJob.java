package dev.flamestream.agent.config;

import dev.flamestream.schemas.record.RecordFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Targets that are asked alike.
 *
 * @param timeout from the start of a scrape to the last byte of its answer; at most the interval
 * @param bodySizeLimitBytes an answer larger than this is refused without reading on
 */
public record ScrapeJob(
        String name,
        Duration interval,
        Duration timeout,
        Scheme scheme,
        String pathPrefix,
        Map<String, List<String>> params,
        Credentials credentials,
        long bodySizeLimitBytes,
        List<ProfileEndpoint> endpoints,
        List<TargetGroup> staticGroups,
        List<TargetFiles> files) {
    /** What Pyroscope's SDKs and Alloy use: the step of a query is 15 s at least. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(15);

    /** Any shorter and the asking costs the target more than its profile tells. */
    public static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    /** Whatever fits a record. */
    public static final long DEFAULT_BODY_SIZE_LIMIT_BYTES = RecordFormat.MAX_VALUE_BYTES;

    /** A delta's window ends this much before its timeout: connecting, the target's own merging, the transfer. */
    public static final Duration DELTA_MARGIN = Duration.ofSeconds(1);

    public ScrapeJob {
        params = Map.copyOf(params);
        endpoints = List.copyOf(endpoints);
        staticGroups = List.copyOf(staticGroups);
        files = List.copyOf(files);
    }
}
