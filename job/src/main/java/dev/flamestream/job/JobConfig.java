package dev.flamestream.job;

import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.job.heads.HeadSettings;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the job is built with. All faults of a configuration are reported together, each with its key.
 *
 * @param kafkaBootstrapServers brokers, {@code host:port,...}
 * @param topic where profiles come from
 * @param rejectedTopic where refused ones go
 * @param groupId under which offsets are committed, for monitoring lag
 * @param blocksUri folder that blocks are written below
 * @param shardCount shards of a tenant: its windows become about so many files; readers must be told the same
 * @param groupingLabels labels whose profiles share a head
 * @param cutPolicy when heads are cut
 * @param limits bounds of one profile
 * @param maxIndexBytes memory for the indexes of a slot's heads
 * @param checkpointInterval how often state is saved, and with it blocks become visible
 */
public record JobConfig(
        String kafkaBootstrapServers,
        String topic,
        String rejectedTopic,
        String groupId,
        String blocksUri,
        int shardCount,
        List<String> groupingLabels,
        CutPolicy cutPolicy,
        ProfileLimits limits,
        long maxIndexBytes,
        Duration checkpointInterval) {
    /** Under this name the job is found over Flink's REST API. */
    public static final String JOB_NAME = "flamestream";

    /** Four: a small tenant's window is a few files, and its heads still use every core of a small machine. */
    public static final int DEFAULT_SHARD_COUNT = 4;

    /** 256 MiB: an index takes about as much as four times its log, so 16 full heads of a slot stay at hand. */
    public static final long DEFAULT_MAX_INDEX_BYTES = 256L << 20;

    /** Ten seconds: facts of the state back end say 5 to 10, and a cut is committed within two of them. */
    public static final Duration DEFAULT_CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    private static final Set<String> KEYS = Set.of(
            "kafka",
            "topic",
            "rejected-topic",
            "group-id",
            "blocks",
            "shards",
            "window",
            "max-index-bytes",
            "checkpoint-interval");

    public JobConfig {
        groupingLabels = List.copyOf(groupingLabels);
        if (shardCount < 1) {
            throw new IllegalArgumentException("shards: expected at least 1, found " + shardCount);
        }
    }

    /** Builds a configuration from {@code kafka}, {@code blocks} and what else is given; throws with every fault. */
    public static JobConfig of(Map<String, String> values) {
        List<String> faults = new ArrayList<>();
        TreeSet<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(KEYS);
        unknown.forEach(key -> faults.add(key + ": unknown, expected one of " + new TreeSet<>(KEYS)));
        String kafka = required(values, "kafka", faults);
        String blocks = required(values, "blocks", faults);
        Duration window = duration(values, "window", CutPolicy.DEFAULT.window(), faults);
        Duration interval = duration(values, "checkpoint-interval", DEFAULT_CHECKPOINT_INTERVAL, faults);
        long shards = number(values, "shards", DEFAULT_SHARD_COUNT, faults);
        long indexBytes = number(values, "max-index-bytes", DEFAULT_MAX_INDEX_BYTES, faults);
        CutPolicy policy = CutPolicy.DEFAULT;
        try {
            policy = CutPolicy.withWindow(window);
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new JobConfig(
                kafka,
                values.getOrDefault("topic", RecordFormat.TOPIC),
                values.getOrDefault("rejected-topic", RecordFormat.REJECTED_TOPIC),
                values.getOrDefault("group-id", JOB_NAME),
                blocks,
                Math.toIntExact(shards),
                List.of(Labels.SERVICE_NAME, Labels.PROFILE_NAME),
                policy,
                ProfileLimits.DEFAULT,
                indexBytes,
                interval);
    }

    /** What the head operator is built with. */
    HeadSettings headSettings() {
        return new HeadSettings(cutPolicy, limits, groupingLabels, maxIndexBytes);
    }

    private static String required(Map<String, String> values, String key, List<String> faults) {
        String value = values.getOrDefault(key, "");
        if (value.isEmpty()) {
            faults.add(key + ": missing");
        }
        return value;
    }

    private static long number(Map<String, String> values, String key, long byDefault, List<String> faults) {
        String value = values.getOrDefault(key, Long.toString(byDefault));
        try {
            long number = Long.parseLong(value);
            if (number >= 1 && number <= 1L << 40) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, with the value.
        }
        faults.add(key + ": expected a whole number of at least 1, found \"" + value + "\"");
        return byDefault;
    }

    private static Duration duration(Map<String, String> values, String key, Duration byDefault, List<String> faults) {
        String value = values.get(key);
        if (value == null) {
            return byDefault;
        }
        if (value.matches("[1-9][0-9]{0,8}(ms|s|m|h)")) {
            long amount = Long.parseLong(value.replaceAll("[a-z]+", ""));
            return switch (value.replaceAll("[0-9]+", "")) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }
        faults.add(key + ": expected a duration such as 500ms, 30s, 10m or 1h, found \"" + value + "\"");
        return byDefault;
    }
}
