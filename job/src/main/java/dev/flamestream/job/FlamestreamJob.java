package dev.flamestream.job;

import dev.flamestream.job.config.ConfigSources;
import dev.flamestream.job.config.JobKey;
import dev.flamestream.job.preflight.Preflight;
import dev.flamestream.job.state.RocksDbOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job's entry point for {@code flink run}: {@code --kafka HOST:PORT --blocks URI [--config FILE] [--KEY VALUE]...}; {@link
 * JobKey} has the keys.
 *
 * <p>Status 2 where it was told what cannot be, 1 where what it needs is not there; either way a line each on the error stream.
 */
public final class FlamestreamJob {
    /**
     * Records wait at most this long for a network buffer to fill: it is the largest part of the time until a profile can be
     * asked for, and at a few hundred records a second buffers are never full anyway.
     */
    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(20);

    private FlamestreamJob() {}

    /** Builds the job, waits for what it needs, and submits it. */
    public static void main(String[] args) throws Exception {
        JobConfig config;
        try {
            config = JobConfig.of(ConfigSources.read(args, System.getenv()));
        } catch (IllegalArgumentException e) {
            String.valueOf(e.getMessage()).lines().forEach(FlamestreamJob::say);
            System.exit(2);
            return;
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(settings(config));
        JobTopology.build(environment, config);
        if (config.preflight().isOn()) {
            Optional<String> checkpoints =
                    environment.getConfiguration().getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
            List<String> missing = Preflight.of(
                            config.kafka(), config.blocksUri(), config.policies(), checkpoints, FlamestreamJob::say)
                    .run(config.preflight().patience());
            if (!missing.isEmpty()) {
                missing.forEach(FlamestreamJob::say);
                System.exit(1);
                return;
            }
        }
        environment.execute(JobConfig.JOB_NAME);
    }

    /** To a person at a terminal, or in a container's log. */
    private static void say(String line) {
        System.err.println("flamestream job: " + line);
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
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(10));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 1.5);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_JITTER_FACTOR, 0.1);
        // What was away comes back: no number of attempts is too many.
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        // A run of half a minute had all that it needs; what ends it then is another fault, not the one before.
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                Duration.ofSeconds(30));
        return settings;
    }
}
