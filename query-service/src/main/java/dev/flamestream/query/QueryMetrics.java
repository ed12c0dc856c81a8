package dev.flamestream.query;

import dev.flamestream.engine.select.PartialReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * Every metric of the query service.
 *
 * <pre>
 * query_latency_seconds{route,code}      how long requests take; a slow route reads many blocks: look at blocks_read_bytes_total
 * query_in_flight_requests{api}          near its maximum, requests are refused soon: add instances
 * query_in_flight_max_requests{api}      that maximum
 * query_partial_answers_total{reason}    answers that lacked something: the job is down, or a block is damaged
 * blocks_listings_total{outcome}         failures: the store is away or slow
 * blocks_listing_latency_seconds         rising: many files a day, compaction is behind
 * blocks_read_bytes_total, blocks_read_requests_total   what the store is asked for
 * blocks_corrupt_total                   blocks set aside as damaged, again each time they are tried: the log names them
 * blocks_quarantined                     blocks set aside now: a person must look; restored, they are read within 10 minutes
 * blocks_footer_cache_bytes              near blocks.footer.cache.bytes, footers are read again and again: raise it
 * heads_fetches_total{outcome}           state reads; failed and timeout: the job or its network is in trouble
 * heads_fetch_latency_seconds            rising: heads are large, or the job is busy
 * heads_circuit_open                     1 while nothing is asked of the job because it does not run
 * heads_cache_bytes                      memory of cached heads
 * push_records_total{outcome}            profiles pushed; unavailable: Kafka is away
 * push_value_bytes_total                 their size
 * </pre>
 */
public final class QueryMetrics {
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

    /** What came of something that can fail. */
    public enum Outcome {
        OK("ok"),
        NOTHING_THERE("nothing_there"),
        FAILED("failed"),
        TIMEOUT("timeout"),
        UNAVAILABLE("unavailable"),
        TOO_LARGE("too_large");

        private final String label;

        Outcome(String label) {
            this.label = label;
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
        registry.timer("query.latency", "route", route, "code", Integer.toString(httpStatus))
                .record(taken);
    }

    /** An answer lacked something. */
    public void partial(PartialReason.Cause cause) {
        counter(partialAnswers, cause).increment();
    }

    /** Blocks were listed, or could not be. */
    public void listed(Outcome outcome, Duration taken) {
        counter(listings, outcome).increment();
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
        counter(headFetches, outcome).increment();
        headLatency.record(taken);
    }

    /** A profile was pushed. */
    public void pushed(Outcome outcome, int valueBytes) {
        counter(pushes, outcome).increment();
        pushedBytes.increment(valueBytes);
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
        HEAD_CIRCUIT_OPEN("heads.circuit.open");

        private final String meterName;

        Size(String meterName) {
            this.meterName = meterName;
        }
    }

    private static <K> Counter counter(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + key);
        }
        return counter;
    }
}
