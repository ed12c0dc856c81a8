package dev.flamestream.engine.limits;

import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.schemas.yaml.ByteSize;
import dev.flamestream.schemas.yaml.PrometheusDuration;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * The limits of a tenant, under the names that Pyroscope has for them. {@code docs/limits.md} is this table; a test compares the two.
 *
 * <p>Where the default is not Pyroscope's, the meaning says so: what is cheap here is not refused.
 */
public enum Limit {
    INGESTION_RATE_MB(
            "ingestion_rate_mb",
            Kind.MEGABYTES,
            0,
            0,
            1L << 40,
            "Megabytes of profiles a second, uncompressed; 0 for no limit. By each query service for what is pushed to it, and by the job for each partition of the topic in equal parts. Pyroscope: 4."),
    INGESTION_BURST_SIZE_MB(
            "ingestion_burst_size_mb",
            Kind.MEGABYTES,
            2 << 20,
            1,
            1L << 40,
            "How far a tenant may run ahead of its rate. One that is not ahead may send a profile of any size."),
    INGESTION_BODY_LIMIT_MB(
            "ingestion_body_limit_mb",
            Kind.MEGABYTES,
            256L << 20,
            1,
            256L << 20,
            "Body of a push, decompressed; the service's own `http.push.max.bytes` holds too."),
    MAX_LABEL_NAME_LENGTH(
            "max_label_name_length",
            Kind.COUNT,
            ProfileLimits.DEFAULT.maxLabelNameBytes(),
            1,
            32 << 10,
            "Bytes of a label's name."),
    MAX_LABEL_VALUE_LENGTH(
            "max_label_value_length",
            Kind.COUNT,
            ProfileLimits.DEFAULT.maxLabelValueBytes(),
            1,
            32 << 10,
            "Bytes of a label's value."),
    MAX_LABEL_NAMES_PER_SERIES(
            "max_label_names_per_series",
            Kind.COUNT,
            ProfileLimits.DEFAULT.maxLabels(),
            1,
            1_000,
            "Labels of a series, those of its samples too."),
    MAX_GLOBAL_SERIES_PER_TENANT(
            "max_global_series_per_tenant",
            Kind.COUNT,
            0,
            0,
            100_000_000,
            "Series of a tenant, as their records name them; 0 for no limit. A series counts until it has sent nothing for ten to twenty minutes; one that is known is never refused. By the job for each partition of the topic in equal parts. Pyroscope: 5000."),
    MAX_SERIES_PER_SERVICE(
            "max_series_per_service",
            Kind.COUNT,
            ProfileLimits.DEFAULT.maxSeriesPerHead(),
            1,
            1_000_000,
            "Series of a service and `__name__` in one window; past that, and past 4,096 of one profile, the labels of samples that would make more get the value `(others)`. Labels of the record itself are never folded. Pyroscope has none."),
    MAX_SESSIONS_PER_SERIES(
            "max_sessions_per_series",
            Kind.COUNT,
            0,
            0,
            1_000_000,
            "Values that `__session_id__` may have: a session's number modulo this. 0 takes the label off."),
    MAX_PROFILE_SIZE_BYTES(
            "max_profile_size_bytes",
            Kind.BYTES,
            ProfileLimits.DEFAULT.maxInflatedBytes(),
            1,
            ProfileLimits.DEFAULT.maxInflatedBytes(),
            "A profile, uncompressed. Pyroscope: 4 MiB."),
    MAX_PROFILE_STACKTRACE_SAMPLES(
            "max_profile_stacktrace_samples",
            Kind.COUNT,
            ProfileLimits.DEFAULT.maxSamples(),
            1,
            4 << 20,
            "Samples of a profile. Pyroscope: 16000, which refuses heaps of large services."),
    MAX_PROFILE_STACKTRACE_SAMPLE_LABELS(
            "max_profile_stacktrace_sample_labels",
            Kind.COUNT,
            ProfileLimits.DEFAULT.maxSampleLabels(),
            1,
            10_000,
            "Labels of one sample."),
    MAX_PROFILE_STACKTRACE_DEPTH(
            "max_profile_stacktrace_depth",
            Kind.COUNT,
            ProfileLimits.DEFAULT.maxStackDepth(),
            1,
            10_000,
            "Frames of a stack; of a deeper one the root's side is kept, and it ends in a frame that says so. Pyroscope: 1000."),
    MAX_PROFILE_SYMBOL_VALUE_LENGTH(
            "max_profile_symbol_value_length",
            Kind.COUNT,
            ProfileLimits.DEFAULT.maxSymbolBytes(),
            1,
            1 << 20,
            "Bytes of a name in a profile; of a longer one the tail is kept."),
    REJECT_OLDER_THAN(
            "reject_older_than",
            Kind.DURATION,
            0,
            0,
            Limit.TEN_YEARS_MILLIS,
            "How old a profile may be as it comes; 0 for any age, since nothing is late here. Pyroscope: 1h."),
    REJECT_NEWER_THAN(
            "reject_newer_than",
            Kind.DURATION,
            ProfileLimits.DEFAULT.maxFutureMillis(),
            1,
            Limit.TEN_YEARS_MILLIS,
            "How far ahead of the clock a profile may be."),
    MAX_QUERY_LENGTH(
            "max_query_length",
            Kind.DURATION,
            Duration.ofDays(31).toMillis(),
            1,
            Limit.TEN_YEARS_MILLIS,
            "Time range of a query; a longer one is refused. The service's own `query.range.max` holds too. Pyroscope: 24h."),
    MAX_QUERY_LOOKBACK(
            "max_query_lookback",
            Kind.DURATION,
            0,
            0,
            Limit.TEN_YEARS_MILLIS,
            "How far back a query sees; what is older is left out without a word; 0 for all there is. Pyroscope: 7d."),
    MAX_FLAMEGRAPH_NODES_DEFAULT(
            "max_flamegraph_nodes_default",
            Kind.COUNT,
            8_192,
            1,
            1 << 24,
            "Nodes of a flame graph where the request names no number."),
    MAX_FLAMEGRAPH_NODES_MAX(
            "max_flamegraph_nodes_max",
            Kind.COUNT,
            1 << 20,
            1,
            1 << 24,
            "Nodes of a flame graph that may be asked for; the service's own `query.flamegraph.nodes.max` holds too."),
    MAX_QUERIES_IN_FLIGHT(
            "max_queries_in_flight",
            Kind.COUNT,
            0,
            0,
            10_000,
            "Queries that run or wait in one query service, others get 429; 0 for the service's own `http.queries.in.flight.max` alone. Pyroscope has none.");

    /** How values are written. */
    enum Kind {
        /** A whole number. */
        COUNT("a whole number"),
        /** Bytes, with or without a unit. */
        BYTES("a size like 64MiB, 500KB or 1048576"),
        /** Mebibytes, with a fraction. */
        MEGABYTES("a number of megabytes like 4 or 0.5"),
        /** Milliseconds, as Prometheus writes them. */
        DURATION("a duration like 15s, 1h or 7d");

        private final String expected;

        Kind(String expected) {
            this.expected = expected;
        }
    }

    /** An enum's own constants are not there yet as its values are made, unless the compiler knows them. */
    private static final long TEN_YEARS_MILLIS = 3_653L * 86_400_000;

    private final String key;
    private final Kind kind;
    private final long byDefault;
    private final long least;
    private final long most;
    private final String meaning;

    Limit(String key, Kind kind, long byDefault, long least, long most, String meaning) {
        this.key = key;
        this.kind = kind;
        this.byDefault = byDefault;
        this.least = least;
        this.most = most;
        this.meaning = meaning;
    }

    /** Its name in the file, in refusals and in documents. */
    public String key() {
        return key;
    }

    /** The value where nobody gives another: bytes, milliseconds or a count. */
    public long byDefault() {
        return byDefault;
    }

    /** What it is, for a person. */
    public String meaning() {
        return meaning;
    }

    /** What a value must look like, for a person. */
    String expected() {
        return kind.expected + ", from " + format(least) + " to " + format(most);
    }

    /** A value as the file has it: bytes, milliseconds or a count. Empty where it is none. */
    Optional<Long> parse(String text) {
        Optional<Long> value = switch (kind) {
            case COUNT -> text.matches("\\d{1,10}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
            case BYTES -> ByteSize.parse(text);
            case MEGABYTES ->
                text.matches("\\d{1,7}(\\.\\d{1,6})?")
                        ? Optional.of(new BigDecimal(text)
                                .multiply(BigDecimal.valueOf(1 << 20))
                                .longValue())
                        : Optional.empty();
            case DURATION -> PrometheusDuration.parse(text).map(Duration::toMillis);
        };
        return value.filter(found -> found >= least && found <= most);
    }

    /** A value as the file would have it. */
    public String format(long value) {
        return switch (kind) {
            case COUNT, BYTES -> Long.toString(value);
            case MEGABYTES ->
                BigDecimal.valueOf(value)
                        .divide(BigDecimal.valueOf(1 << 20))
                        .stripTrailingZeros()
                        .toPlainString();
            case DURATION -> PrometheusDuration.format(Duration.ofMillis(value));
        };
    }
}
