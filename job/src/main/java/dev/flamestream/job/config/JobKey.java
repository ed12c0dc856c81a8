package dev.flamestream.job.config;

import java.util.Locale;
import java.util.Optional;

/**
 * The keys of the job's configuration, all of them but those of Kafka's clients. {@code docs/configuration/job.md} is this table; a
 * test compares the two.
 */
public enum JobKey {
    KAFKA("kafka", "", "Brokers to begin with, `host:port,...`. Must be given."),
    TOPIC("topic", "profiles", "Where profiles come from."),
    REJECTED_TOPIC("rejected-topic", "profiles.rejected", "Where refused ones go, whole."),
    GROUP_ID("group-id", "flamestream", "Group under which offsets are committed, for watching the lag."),
    BLOCKS(
            "blocks",
            "",
            "Folder that blocks are written below, `s3://bucket/prefix` or `file:///folder`. Must be given."),
    LIMITS(
            "limits",
            "none",
            "File of what each tenant may do ([limits](../limits.md)), on any of Flink's file systems; it is read again every 10 s. `none` for the defaults."),
    MAX_SHARDS(
            "max-shards",
            "64",
            "Shards of a tenant at most, a power of two. It begins with one, which makes one file of a window, and gets more as it sends more, as far as there are slots for them; `1` keeps each tenant in one slot."),
    MAX_SPREAD(
            "max-spread",
            "16",
            "Shards that one service is spread over at most, a power of two; `1` keeps each service and `__name__` in one slot."),
    KEY_BYTES_PER_SECOND(
            "key-bytes-per-second",
            "2097152",
            "What one shard of a tenant, and one key of a service, is meant to take: past 1.25 times that there are two. A profile counts as its bytes and 8 KiB."),
    WINDOW("window", "10m", "Time that one head holds; a day must be a whole number of them."),
    MAX_INDEX_BYTES(
            "max-index-bytes", "268435456", "Memory of a slot for the indexes of its heads; 16 full heads in 256 MiB."),
    MAX_SERIES_BYTES(
            "max-series-bytes",
            "67108864",
            "Memory of a slot for the newest values of cumulative series, and as much for ids; a thousand heaps of 2,000 stacks in 64 MiB. Others are read from state."),
    SERIES_RETENTION(
            "series-retention",
            "10m",
            "How long a series is known after its last profile, longer than any scrape interval: a cumulative series without a profile for longer begins anew, and an id may come again."),
    CLUSTER_LABEL(
            "cluster-label",
            "cluster",
            "The label whose value agents share that scrape the same targets; records that have it and `replica-label` count from one of them."),
    REPLICA_LABEL(
            "replica-label",
            "__replica__",
            "The label that tells such agents apart. It is taken off: no series has it."),
    REPLICA_TIMEOUT(
            "replica-timeout",
            "30s",
            "How long the elected agent of a cluster must have been silent before another takes over, by the times of the records in Kafka."),
    CHECKPOINT_INTERVAL(
            "checkpoint-interval",
            "10s",
            "How often state is saved; a cut's block becomes visible within two of them."),
    PREFLIGHT(
            "preflight",
            "on",
            "`on` looks for topics, blocks' folder and checkpoints' folder before the job is submitted; `off` does not."),
    WAIT(
            "wait",
            "60s",
            "How long the preflight waits for what is missing before it gives up with status 1; `0s` asks once.");

    private static final String ENVIRONMENT_PREFIX = "FLAMESTREAM_JOB_";

    private final String key;
    private final String byDefault;
    private final String meaning;

    JobKey(String key, String byDefault, String meaning) {
        this.key = key;
        this.byDefault = byDefault;
        this.meaning = meaning;
    }

    /** As it stands in a file, and after the two dashes of a flag. */
    public String key() {
        return key;
    }

    /** The value where none is given; empty where one must be. */
    public String byDefault() {
        return byDefault;
    }

    /** What it is, for a person. */
    public String meaning() {
        return meaning;
    }

    /** The name of its environment variable. */
    public String environmentName() {
        return ENVIRONMENT_PREFIX + key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Prefix of the environment variables that are for the job. */
    static String environmentPrefix() {
        return ENVIRONMENT_PREFIX;
    }

    static Optional<JobKey> of(String key) {
        for (JobKey each : values()) {
            if (each.key.equals(key)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
