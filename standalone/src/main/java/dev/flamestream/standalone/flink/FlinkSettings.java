package dev.flamestream.standalone.flink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/**
 * One mini cluster: where it keeps its checkpoints and its scratch files, and on which loopback ports its state is asked.
 *
 * <p>{@code more} are settings under Flink's own names, e.g. {@code s3.endpoint}; they win over the ones made here.
 */
public record FlinkSettings(
        Path checkpointFolder,
        Path scratchFolder,
        Duration checkpointInterval,
        int slotCount,
        LoopbackPorts ports,
        Map<String, String> more) {
    /** Two cores are what a first look is promised to be enough. */
    public static final int DEFAULT_SLOTS = 2;

    /** Short enough that a kill replays seconds, long enough that most of them carry kilobytes. */
    public static final Duration DEFAULT_CHECKPOINT_INTERVAL = Duration.ofSeconds(5);

    /** Blocks and write buffers of RocksDB over all slots: the heads of a small machine, with the index of each in it. */
    private static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(192);

    /** Buffers between a handful of tasks; 32 MiB are a thousand of them. */
    private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(32);

    /** The newest, and two to go back to where its files are damaged. */
    private static final int RETAINED_CHECKPOINTS = 3;

    /** Everything talks within one process: what looks like a lost task manager is a laptop that slept. */
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofMinutes(10);

    /** Copies the map. */
    public FlinkSettings {
        if (checkpointInterval.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "checkpoint interval: expected at least 100 ms, found " + checkpointInterval);
        }
        if (slotCount < 1) {
            throw new IllegalArgumentException("slots: expected at least 1, found " + slotCount);
        }
        more = Map.copyOf(more);
    }

    /** The settings as Flink takes them. */
    Configuration toConfiguration() {
        Configuration configuration = new Configuration();
        bindLoopback(configuration);
        boundMemory(configuration);
        keepState(configuration);
        neverGiveUp(configuration);
        more.forEach(configuration::setString);
        return configuration;
    }

    private void bindLoopback(Configuration configuration) {
        String host = LoopbackPorts.HOST;
        configuration.set(JobManagerOptions.ADDRESS, host);
        configuration.set(JobManagerOptions.BIND_HOST, host);
        configuration.set(TaskManagerOptions.HOST, host);
        configuration.set(TaskManagerOptions.BIND_HOST, host);
        configuration.set(RestOptions.ADDRESS, host);
        configuration.set(RestOptions.BIND_ADDRESS, host);
        configuration.set(RestOptions.BIND_PORT, Integer.toString(ports.rest()));
        configuration.set(RestOptions.PORT, ports.rest());
        configuration.set(WebOptions.SUBMIT_ENABLE, false);
        configuration.set(WebOptions.CANCEL_ENABLE, false);
        queryableState().forEach(configuration::setString);
        // Everything is on this process' class path: nothing is worth the way over the blob server's files.
        configuration.set(BlobServerOptions.OFFLOAD_MINSIZE, 256 << 20);
    }

    /** By their names, since Flink marks the constants as deprecated without a successor. */
    private Map<String, String> queryableState() {
        return Map.of(
                "queryable-state.enable", "true",
                "queryable-state.proxy.ports", Integer.toString(ports.stateProxy()),
                "queryable-state.server.ports", Integer.toString(ports.stateServer()),
                "queryable-state.proxy.network-threads", "1",
                "queryable-state.proxy.query-threads", "2",
                "queryable-state.server.network-threads", "1",
                "queryable-state.server.query-threads", "4");
    }

    private void boundMemory(Configuration configuration) {
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
        configuration.set(ClusterOptions.CLUSTER_IO_EXECUTOR_POOL_SIZE, 4);
    }

    private void keepState(Configuration configuration) {
        String scratch = scratchFolder.toString();
        configuration.set(CoreOptions.TMP_DIRS, scratch);
        configuration.set(ClusterOptions.PROCESS_WORKING_DIR_BASE, scratch);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, slotCount);
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(RocksDBOptions.LOCAL_DIRECTORIES, scratch);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                checkpointFolder.toUri().toString());
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED_CHECKPOINTS);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        configuration.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // Records in flight stay in Kafka, and not in checkpoints: CheckpointContents knows of no such files.
        configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    }

    private static void neverGiveUp(Configuration configuration) {
        // A checkpoint that fails (the disk is full, the store is away) delays blocks; a restart would not help it.
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(10));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT);
        configuration.set(ClusterOptions.CLUSTER_SERVICES_SHUTDOWN_TIMEOUT, Duration.ofSeconds(2));
    }
}
