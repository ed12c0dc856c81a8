package dev.flamestream.query;

import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.query.s3.S3Operation;
import dev.flamestream.query.trace.QueryCost;
import dev.flamestream.query.trace.QueryStage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * Every metric of the query service.
 *
 * <pre>
 * query_latency_seconds{route,code}      how long requests take; a slow route reads many blocks: look at blocks_read_bytes_total
 * query_stage_latency_seconds{stage}     where that time goes: parse, directory, heads, listing, footers, merge, render
 * query_block_reads, query_block_bytes, query_cache_chunks, query_cache_bytes, query_s3_requests, query_s3_bytes,
 *   query_head_reads, query_head_bytes   what single queries cost, as distributions; the same is in their response headers
 * query_in_flight_requests{api}          near its maximum, requests are refused soon: add instances
 * query_in_flight_max_requests{api}      that maximum
 * query_partial_answers_total{reason}    answers that lacked something: the job is down, or a block is damaged
 * blocks_listings_total{outcome}         failures: the store is away or slow
 * blocks_listing_latency_seconds         rising: many files a day, compaction is behind
 * blocks_read_bytes_total, blocks_read_requests_total   what the store is asked for
 * blocks_corrupt_total                   blocks set aside as damaged, again each time they are tried: the log names them
 * blocks_quarantined                     blocks set aside now: a person must look; restored, they are read within 10 minutes
 * blocks_footer_cache_bytes              near blocks.footer.cache.bytes, footers are read again and again: raise it
 * s3_requests_total{operation,outcome}   what is sent to S3 and billed, each try; timeout: no answer came; unavailable: the store
 *   asked us to slow down; denied: keys or policy are wrong
 * s3_call_latency_seconds{operation}     of a request with its tries and its wait for nothing but the store
 * s3_read_bytes_total                    bytes of blocks that came from S3
 * s3_in_flight_requests, s3_in_flight_max_requests   at the maximum, reads wait for each other: raise blocks.reads.in.flight.max
 * disk_cache_chunks_total{event}         hit, miss, written, evicted; damaged: the disk lies; failed: it cannot be written;
 *   no_room: it is fuller than blocks.cache.free.min.bytes allows
 * disk_cache_read_bytes_total            what the cache saved the store
 * disk_cache_bytes, disk_cache_max_bytes near the maximum while misses go on: raise blocks.cache.max.bytes
 * merge_queued_tasks, merge_queued_max_tasks   at the maximum, merges go on without help: more cores, or fewer queries at a time
 * heads_corrupt_total                    live heads set aside as damaged; the log names them
 * heads_fetches_total{outcome}           state reads; failed and timeout: the job or its network is in trouble
 * heads_fetch_latency_seconds            rising: heads are large, or the job is busy
 * heads_circuit_open                     1 while nothing is asked of the job because it does not run
 * heads_behind                           1 while live heads may lack what they held before the job restarted or Kafka went away
 * heads_cache_bytes                      memory of cached heads
 * push_records_total{outcome}            profiles pushed; unavailable: Kafka is away
 * push_value_bytes_total                 their size
 * query_requests_total{tenant}           queries that were begun; a|b for tenants that are asked together, (others) past 1,000 names
 * push_refused_requests_total{reason,tenant}   pushes past a limit of their tenant, or that cannot be read: the client is told which
 * limits_file_faulty                     1 while the limits' file, or that of tokens, cannot be used as it is: the log says why
 * </pre>
 */
public final class QueryMetrics {
    private static final int MAX_TENANTS = 1_000;

    /** From what a cached answer takes to what a person gives up at. */
    private static final Duration[] LATENCY_BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private static final double[] COUNT_BUCKETS = {1, 10, 100, 1_000, 10_000, 100_000};
    private static final double[] BYTES_BUCKETS = {1 << 16, 1 << 20, 1 << 24, 1 << 28, 1L << 32};

    private final MeterRegistry registry;
    private final AtomicInteger queriesInFlight = new AtomicInteger();
    private final AtomicInteger pushesInFlight = new AtomicInteger();
    private final Map<PartialReason.Cause, Counter> partialAnswers = new EnumMap<>(PartialReason.Cause.class);
    private final Map<Outcome, Counter> listings = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Counter> headFetches = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Counter> pushes = new EnumMap<>(Outcome.class);
    private final Timer listingLatency;
    private final Timer headLatency;
    private final Counter readBytes;
    private final Counter readRequests;
    private final Counter corruptBlocks;
    private final Counter pushedBytes;
    private final Counter s3ReadBytes;
    private final Counter diskCacheReadBytes;
    private final Counter corruptHeads;
    private final Set<String> knownTenants = ConcurrentHashMap.newKeySet();
    private final Map<CacheEvent, Counter> diskCache = new EnumMap<>(CacheEvent.class);
    private final Map<S3Operation, Timer> s3Calls = new EnumMap<>(S3Operation.class);
    private final Map<QueryStage, Timer> stages = new EnumMap<>(QueryStage.class);
    private final Map<QueryCost.Item, DistributionSummary> costs = new EnumMap<>(QueryCost.Item.class);

    /** What came of something that can fail. */
    public enum Outcome {
        OK("ok"),
        NOTHING_THERE("nothing_there"),
        FAILED("failed"),
        TIMEOUT("timeout"),
        UNAVAILABLE("unavailable"),
        DENIED("denied"),
        TOO_LARGE("too_large");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }
    }

    /** What happens to chunks of the cache on disk. */
    public enum CacheEvent {
        HIT,
        MISS,
        WRITTEN,
        EVICTED,
        DAMAGED,
        FAILED,
        NO_ROOM;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Registers all of them. */
    public QueryMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (PartialReason.Cause cause : PartialReason.Cause.values()) {
            partialAnswers.put(cause, registry.counter("query.partial.answers", "reason", cause.label()));
        }
        for (Outcome outcome : Outcome.values()) {
            listings.put(outcome, registry.counter("blocks.listings", "outcome", outcome.label));
            headFetches.put(outcome, registry.counter("heads.fetches", "outcome", outcome.label));
            pushes.put(outcome, registry.counter("push.records", "outcome", outcome.label));
        }
        listingLatency = registry.timer("blocks.listing.latency");
        headLatency = registry.timer("heads.fetch.latency");
        readBytes = registry.counter("blocks.read.bytes");
        readRequests = registry.counter("blocks.read.requests");
        corruptBlocks = registry.counter("blocks.corrupt");
        pushedBytes = registry.counter("push.value.bytes");
        s3ReadBytes = registry.counter("s3.read.bytes");
        diskCacheReadBytes = registry.counter("disk.cache.read.bytes");
        corruptHeads = registry.counter("heads.corrupt");
        for (CacheEvent event : CacheEvent.values()) {
            diskCache.put(event, registry.counter("disk.cache.chunks", "event", event.label()));
        }
        for (S3Operation operation : S3Operation.values()) {
            s3Calls.put(operation, timer("s3.call.latency", "operation", operation.label()));
        }
        for (QueryStage stage : QueryStage.values()) {
            stages.put(stage, timer("query.stage.latency", "stage", stage.label()));
        }
        for (QueryCost.Item item : QueryCost.Item.values()) {
            costs.put(
                    item,
                    DistributionSummary.builder(item.meterName())
                            .serviceLevelObjectives(item.isBytes() ? BYTES_BUCKETS : COUNT_BUCKETS)
                            .register(registry));
        }
        Gauge.builder("query.in.flight.requests", queriesInFlight, AtomicInteger::get)
                .tag("api", "query")
                .register(registry);
        Gauge.builder("query.in.flight.requests", pushesInFlight, AtomicInteger::get)
                .tag("api", "push")
                .register(registry);
    }

    /** Queries that run or wait. */
    public AtomicInteger queriesInFlight() {
        return queriesInFlight;
    }

    /** Pushes that run or wait. */
    public AtomicInteger pushesInFlight() {
        return pushesInFlight;
    }

    /** Says what the numbers in flight may rise to. */
    public void inFlightMaxima(int queries, int pushesAtOnce) {
        Gauge.builder("query.in.flight.max.requests", () -> queries)
                .tag("api", "query")
                .register(registry);
        Gauge.builder("query.in.flight.max.requests", () -> pushesAtOnce)
                .tag("api", "push")
                .register(registry);
    }

    /** A request was answered; routes are the paths that we serve, and others come as one. */
    public void answered(String route, int httpStatus, Duration taken) {
        timer("query.latency", "route", route, "code", Integer.toString(httpStatus))
                .record(taken);
    }

    private Timer timer(String name, String... tags) {
        return Timer.builder(name)
                .tags(tags)
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(registry);
    }

    /** A query was so long in a stage, all its passages together. */
    public void stagePassed(QueryStage stage, Duration taken) {
        entry(stages, stage).record(taken);
    }

    /** A query has ended and has cost so much. */
    public void queryCost(QueryCost.Item item, long amount) {
        entry(costs, item).record((double) amount);
    }

    /** A request was sent to S3, and this came of it. */
    public void s3Attempt(S3Operation operation, Outcome outcome) {
        registry.counter("s3.requests", "operation", operation.label(), "outcome", outcome.label)
                .increment();
    }

    /** A call of S3 has ended, with all its tries. */
    public void s3Called(S3Operation operation, Duration taken) {
        entry(s3Calls, operation).record(taken);
    }

    /** So many bytes of a block came from S3. */
    public void s3Read(long bytes) {
        s3ReadBytes.increment((double) bytes);
    }

    /** Something happened to chunks of the cache on disk. */
    public void diskCache(CacheEvent event, int chunkCount) {
        entry(diskCache, event).increment(chunkCount);
    }

    /** So many bytes came from the cache on disk. */
    public void diskCacheRead(long bytes) {
        diskCacheReadBytes.increment((double) bytes);
    }

    /** A live head was set aside. */
    public void corruptHead() {
        corruptHeads.increment();
    }

    /** An answer lacked something. */
    public void partial(PartialReason.Cause cause) {
        entry(partialAnswers, cause).increment();
    }

    /** Blocks were listed, or could not be. */
    public void listed(Outcome outcome, Duration taken) {
        entry(listings, outcome).increment();
        listingLatency.record(taken);
    }

    /** Bytes were read from the block store in one request. */
    public void read(long bytes) {
        readBytes.increment((double) bytes);
        readRequests.increment();
    }

    /** A block was set aside. */
    public void corruptBlock() {
        corruptBlocks.increment();
    }

    /** A head or directory was asked for. */
    public void headFetched(Outcome outcome, Duration taken) {
        entry(headFetches, outcome).increment();
        headLatency.record(taken);
    }

    /** A profile was pushed. */
    public void pushed(Outcome outcome, int valueBytes) {
        entry(pushes, outcome).increment();
        pushedBytes.increment(valueBytes);
    }

    /** A push was refused. */
    public void refused(String tenant, RejectReason reason) {
        registry.counter("push.refused.requests", "reason", reason.wireName(), "tenant", labelOf(tenant))
                .increment();
    }

    /** A tenant, or several that are asked together, began a query. */
    public void asked(String tenant) {
        registry.counter("query.requests", "tenant", labelOf(tenant)).increment();
    }

    /** Tenants' names come from outside: past so many of them the rest are counted together. */
    private String labelOf(String tenant) {
        boolean isKnown = knownTenants.contains(tenant) || knownTenants.size() < MAX_TENANTS;
        String label = isKnown ? tenant : "(others)";
        knownTenants.add(label);
        return label;
    }

    /** Shows a size that a cache knows, under one of the names of this class. */
    public <T> void gauge(Size size, T owner, ToDoubleFunction<T> value) {
        Gauge.builder(size.meterName, owner, value).register(registry);
    }

    /** Sizes and states that others own. */
    public enum Size {
        FOOTER_CACHE_BYTES("blocks.footer.cache.bytes"),
        QUARANTINED_BLOCKS("blocks.quarantined"),
        HEAD_CACHE_BYTES("heads.cache.bytes"),
        S3_IN_FLIGHT("s3.in.flight.requests"),
        S3_IN_FLIGHT_MAX("s3.in.flight.max.requests"),
        DISK_CACHE_BYTES("disk.cache.bytes"),
        DISK_CACHE_MAX_BYTES("disk.cache.max.bytes"),
        MERGE_QUEUED("merge.queued.tasks"),
        MERGE_QUEUED_MAX("merge.queued.max.tasks"),
        HEAD_CIRCUIT_OPEN("heads.circuit.open"),
        HEADS_BEHIND("heads.behind"),
        LIMITS_FAULTY("limits.file.faulty");

        private final String meterName;

        Size(String meterName) {
            this.meterName = meterName;
        }
    }

    private static <K, V> V entry(Map<K, V> meters, K key) {
        V meter = meters.get(key);
        if (meter == null) {
            throw new IllegalStateException("no meter for " + key);
        }
        return meter;
    }
}
