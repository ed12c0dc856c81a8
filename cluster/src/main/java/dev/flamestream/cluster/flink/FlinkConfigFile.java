package dev.flamestream.cluster.flink;

import dev.flamestream.cluster.layout.ClusterFolder;
import dev.flamestream.cluster.layout.ClusterPorts;
import dev.flamestream.cluster.layout.ClusterSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Flink's {@code config.yaml}, and its logging beside it. */
public final class FlinkConfigFile {
    /** Java objects of two slots: the indexes of heads, of which the job bounds a slot's to its own setting. */
    public static final int TASK_HEAP_MEBIBYTES = 576;

    /** RPC, metrics and the like. */
    public static final int FRAMEWORK_HEAP_MEBIBYTES = 96;

    /**
     * Netty's and the store's buffers, and what the JDK takes beside for each read and write of a channel: a fetch from Kafka after
     * a failover is up to 50 MiB at once, twice with two slots.
     */
    public static final int OFF_HEAP_MEBIBYTES = 256;

    /** Buffers between tasks. */
    public static final int NETWORK_MEBIBYTES = 32;

    /** Classes of Flink, of the job and of the plug-in. */
    public static final int METASPACE_MEBIBYTES = 192;

    /** Blocks and write buffers of RocksDB. */
    private static final int MANAGED_MEBIBYTES = 128;

    /** Threads and compiled code. */
    private static final int OVERHEAD_MEBIBYTES = 192;

    private FlinkConfigFile() {}

    /** Writes both into the folder that Flink is told. */
    public static void write(ClusterSettings settings) throws IOException {
        Path folder = settings.folder().flinkConfiguration();
        Map<String, String> all = new TreeMap<>();
        all.putAll(addresses(settings));
        all.putAll(memory());
        all.putAll(state(settings));
        all.putAll(store(settings));
        all.putAll(failures());
        Files.writeString(
                folder.resolve("config.yaml"),
                all.entrySet().stream()
                        .map(entry -> entry.getKey() + ": \"" + entry.getValue() + "\"")
                        .collect(Collectors.joining("\n", "", "\n")));
        Files.writeString(folder.resolve("log4j.properties"), LOG4J);
    }

    private static Map<String, String> addresses(ClusterSettings settings) {
        ClusterPorts ports = settings.ports();
        return Map.ofEntries(
                Map.entry("jobmanager.rpc.address", ClusterPorts.HOST),
                Map.entry("jobmanager.rpc.port", Integer.toString(ports.jobManagerRpc())),
                Map.entry("jobmanager.bind-host", ClusterPorts.HOST),
                Map.entry("blob.server.port", Integer.toString(ports.jobManagerBlobs())),
                Map.entry("rest.address", ClusterPorts.HOST),
                Map.entry("rest.bind-address", ClusterPorts.HOST),
                Map.entry("rest.port", Integer.toString(ports.flinkRest())),
                Map.entry("rest.bind-port", Integer.toString(ports.flinkRest())),
                Map.entry("taskmanager.host", ClusterPorts.HOST),
                Map.entry("taskmanager.bind-host", ClusterPorts.HOST),
                Map.entry("queryable-state.enable", "true"),
                Map.entry("metrics.reporters", "prom"),
                Map.entry(
                        "metrics.reporter.prom.factory.class",
                        "org.apache.flink.metrics.prometheus.PrometheusReporterFactory"));
    }

    /** What a TaskManager's shell script would have worked out. */
    private static Map<String, String> memory() {
        return Map.ofEntries(
                Map.entry("taskmanager.numberOfTaskSlots", Integer.toString(ClusterSettings.SLOTS)),
                // Over both, so that either's death is felt.
                Map.entry("taskmanager.load-balance.mode", "SLOTS"),
                Map.entry("taskmanager.cpu.cores", Integer.toString(ClusterSettings.SLOTS)),
                Map.entry("taskmanager.memory.framework.heap.size", FRAMEWORK_HEAP_MEBIBYTES + "m"),
                Map.entry("taskmanager.memory.framework.off-heap.size", OFF_HEAP_MEBIBYTES + "m"),
                Map.entry("taskmanager.memory.task.heap.size", TASK_HEAP_MEBIBYTES + "m"),
                Map.entry("taskmanager.memory.task.off-heap.size", "0m"),
                Map.entry("taskmanager.memory.managed.size", MANAGED_MEBIBYTES + "m"),
                Map.entry("taskmanager.memory.network.min", NETWORK_MEBIBYTES + "m"),
                Map.entry("taskmanager.memory.network.max", NETWORK_MEBIBYTES + "m"),
                Map.entry("taskmanager.memory.jvm-metaspace.size", METASPACE_MEBIBYTES + "m"),
                Map.entry("taskmanager.memory.jvm-overhead.min", OVERHEAD_MEBIBYTES + "m"),
                Map.entry("taskmanager.memory.jvm-overhead.max", OVERHEAD_MEBIBYTES + "m"));
    }

    private static Map<String, String> state(ClusterSettings settings) {
        return Map.ofEntries(
                Map.entry("parallelism.default", Integer.toString(ClusterSettings.PARALLELISM)),
                Map.entry("state.backend.type", "rocksdb"),
                Map.entry("execution.checkpointing.storage", "filesystem"),
                Map.entry("execution.checkpointing.dir", ClusterFolder.uri(ClusterFolder.checkpointPrefix())),
                Map.entry("execution.checkpointing.savepoint-dir", ClusterFolder.uri(ClusterFolder.savepointPrefix())),
                Map.entry("execution.checkpointing.num-retained", "3"),
                Map.entry("execution.checkpointing.timeout", "2 min"),
                Map.entry("io.tmp.dirs", settings.folder().scratch().toString()),
                Map.entry("process.working-dir", settings.folder().scratch().toString()));
    }

    private static Map<String, String> store(ClusterSettings settings) {
        return Map.of(
                "s3.endpoint",
                settings.s3Endpoint(),
                "s3.path-style-access",
                "true",
                "s3.region",
                "us-east-1",
                "s3.access-key",
                ClusterSettings.S3_ACCESS_KEY,
                "s3.secret-key",
                ClusterSettings.S3_SECRET_KEY);
    }

    /** A part that died is noticed within seconds, and the job is tried again without end. */
    private static Map<String, String> failures() {
        return Map.of(
                "heartbeat.interval", "1000",
                "heartbeat.timeout", "6000",
                // After an OutOfMemoryError the store's client stays shut for as long as the process lives: it must not
                // live on.
                "taskmanager.jvm-exit-on-oom", "true",
                "cluster.services.shutdown-timeout", "3 s",
                // A TaskManager that asked while the JobManager was being started waits ten seconds otherwise.
                "cluster.registration.error-delay", "1 s",
                "web.submit.enable", "false");
    }

    private static final String LOG4J = """
            rootLogger.level = INFO
            rootLogger.appenderRef.console.ref = Console
            appender.console.name = Console
            appender.console.type = CONSOLE
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5p %-40.40c{1.} - %m%n
            logger.pekko.name = org.apache.pekko
            logger.pekko.level = WARN
            logger.kafka.name = org.apache.kafka
            logger.kafka.level = WARN
            logger.netty.name = org.apache.flink.shaded.netty4.io.netty
            logger.netty.level = ERROR
            # A stack trace for each read of a state that is elsewhere by now; the reader counts them.
            logger.state.name = org.apache.flink.queryablestate
            logger.state.level = OFF
            # A line for each metric of two sinks' committers at each checkpoint.
            logger.metric.name = org.apache.flink.metrics.MetricGroup
            logger.metric.level = ERROR
            """;
}
