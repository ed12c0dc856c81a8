package dev.flamestream.job;

import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.head.DirectoryEvent;
import dev.flamestream.job.config.ConfigSources;
import dev.flamestream.job.config.ConfigValues;
import dev.flamestream.job.config.JobKey;
import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.config.PreflightSettings;
import dev.flamestream.job.heads.HeadSettings;
import dev.flamestream.job.intake.ReplicaSettings;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.schemas.record.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the job is built with. All faults of a configuration are reported together, each with its key.
 *
 * @param kafka where profiles come from and refused ones go
 * @param blocksUri folder that blocks are written below
 * @param routes how wide tenants and services may become
 * @param groupingLabels labels whose profiles share a head
 * @param cutPolicy when heads are cut
 * @param policies limits and rules of tenants
 * @param maxIndexBytes memory for the indexes of a slot's heads
 * @param series what is kept of single series
 * @param replicas how replicas of agents are known, and when one takes over
 * @param checkpointInterval how often state is saved, and with it blocks become visible
 * @param preflight what is looked for before the job is submitted
 */
public record JobConfig(
        KafkaSettings kafka,
        String blocksUri,
        RouteSettings routes,
        List<String> groupingLabels,
        CutPolicy cutPolicy,
        PolicyFile policies,
        long maxIndexBytes,
        SeriesSettings series,
        ReplicaSettings replicas,
        Duration checkpointInterval,
        PreflightSettings preflight) {
    /** Under this name the job is found over Flink's REST API. */
    public static final String JOB_NAME = "flamestream";

    /** 256 MiB: an index takes about as much as four times its log, so 16 full heads of a slot stay at hand. */
    public static final long DEFAULT_MAX_INDEX_BYTES = 256L << 20;

    /** A shorter one would begin before the one before is done with; Flink takes no less than 10 ms. */
    private static final Duration MIN_CHECKPOINT_INTERVAL = Duration.ofMillis(100);

    /** An hour without a checkpoint is an hour to replay. */
    private static final Duration MAX_CHECKPOINT_INTERVAL = Duration.ofHours(1);

    /** A series is remembered from one scrape to the next at least. */
    private static final Duration MIN_RETENTION = Duration.ofMinutes(1);

    /** State of series that are gone is kept for as long. */
    private static final Duration MAX_RETENTION = Duration.ofDays(7);

    /** Records of one scrape come over some seconds. */
    private static final Duration MIN_REPLICA_TIMEOUT = Duration.ofSeconds(1);

    /** For as long nothing of a cluster counts whose elected replica is gone. */
    private static final Duration MAX_REPLICA_TIMEOUT = Duration.ofHours(1);

    private static final Duration MAX_WAIT = Duration.ofHours(24);

    public JobConfig {
        groupingLabels = List.copyOf(groupingLabels);
    }

    /** Builds a configuration from {@code kafka}, {@code blocks} and what else is given; throws with every fault. */
    public static JobConfig of(Map<String, String> values) {
        return of(ConfigSources.of(values));
    }

    /** Builds a configuration; throws {@link IllegalArgumentException} with every fault, a line each. */
    public static JobConfig of(ConfigValues values) {
        JobConfig config = new JobConfig(
                KafkaSettings.of(values),
                values.text(JobKey.BLOCKS),
                routes(values),
                List.of(Labels.SERVICE_NAME, Labels.PROFILE_NAME),
                policy(values),
                PolicyFile.of(values.text(JobKey.LIMITS)),
                values.number(JobKey.MAX_INDEX_BYTES, 1, 1L << 40),
                new SeriesSettings(
                        values.duration(JobKey.SERIES_RETENTION, MIN_RETENTION, MAX_RETENTION),
                        values.number(JobKey.MAX_SERIES_BYTES, 1, 1L << 40)),
                replicas(values),
                values.duration(JobKey.CHECKPOINT_INTERVAL, MIN_CHECKPOINT_INTERVAL, MAX_CHECKPOINT_INTERVAL),
                new PreflightSettings(
                        values.isOn(JobKey.PREFLIGHT), values.duration(JobKey.WAIT, Duration.ZERO, MAX_WAIT)));
        values.finish();
        return config;
    }

    private static RouteSettings routes(ConfigValues values) {
        return new RouteSettings(
                (int) values.powerOfTwo(JobKey.MAX_SHARDS, DirectoryEvent.MAX_SHARDS),
                (int) values.powerOfTwo(JobKey.MAX_SPREAD, DirectoryEvent.MAX_SHARDS),
                values.number(JobKey.KEY_BYTES_PER_SECOND, 1, 1L << 40),
                RouteSettings.DEFAULT_INTERVAL,
                RouteSettings.DEFAULT_FALL_AFTER);
    }

    private static ReplicaSettings replicas(ConfigValues values) {
        String cluster = values.text(JobKey.CLUSTER_LABEL);
        String replica = values.text(JobKey.REPLICA_LABEL);
        Duration timeout = values.duration(JobKey.REPLICA_TIMEOUT, MIN_REPLICA_TIMEOUT, MAX_REPLICA_TIMEOUT);
        if (cluster.isBlank() || replica.isBlank()) {
            return ReplicaSettings.DEFAULT;
        }
        if (cluster.equals(replica)) {
            values.fault(JobKey.REPLICA_LABEL, "another label than that of the cluster", replica);
            return ReplicaSettings.DEFAULT;
        }
        return new ReplicaSettings(cluster, replica, timeout);
    }

    private static CutPolicy policy(ConfigValues values) {
        Duration window = values.duration(JobKey.WINDOW, Duration.ofMillis(1), CutPolicy.MAX_WINDOW);
        if (Duration.ofDays(1).toMillis() % window.toMillis() != 0) {
            values.fault(JobKey.WINDOW, "a whole number of them in a day", values.text(JobKey.WINDOW));
            return CutPolicy.DEFAULT;
        }
        return CutPolicy.withWindow(window);
    }

    /** What the head operator is built with. */
    HeadSettings headSettings() {
        return new HeadSettings(cutPolicy, policies, groupingLabels, maxIndexBytes, series, blocksUri);
    }
}
