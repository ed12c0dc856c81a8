package dev.flamestream.job;

import dev.flamestream.job.state.RocksDbOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job's entry point for {@code flink run}: {@code --kafka HOST:PORT --blocks URI [--window 10m] ...}. */
public final class FlamestreamJob {
    /**
     * Records wait at most this long for a network buffer to fill: it is the largest part of the time until a profile can be
     * asked for, and at a few hundred records a second buffers are never full anyway.
     */
    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(20);

    private FlamestreamJob() {}

    /** Builds the job and submits it. */
    public static void main(String[] args) throws Exception {
        JobConfig config;
        try {
            config = JobConfig.of(parse(args));
        } catch (IllegalArgumentException e) {
            System.err.println("flamestream job: " + e.getMessage());
            System.exit(2);
            return;
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(settings(config));
        JobTopology.build(environment, config);
        environment.execute(JobConfig.JOB_NAME);
    }

    /** What the job asks of Flink whatever the cluster's defaults are. */
    public static Configuration settings(JobConfig config) {
        Configuration settings = new Configuration();
        settings.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        settings.set(RocksDBOptions.OPTIONS_FACTORY, RocksDbOptions.class.getName());
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
        settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        settings.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        settings.set(PipelineOptions.NAME, JobConfig.JOB_NAME);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofSeconds(1));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(20));
        return settings;
    }

    private static Map<String, String> parse(String[] args) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + ": expected --key value");
            }
            values.put(args[i].substring(2), args[i + 1]);
        }
        return values;
    }
}
