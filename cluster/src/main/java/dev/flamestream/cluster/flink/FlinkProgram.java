package dev.flamestream.cluster.flink;

import dev.flamestream.cluster.layout.ClusterPorts.TaskManagerPorts;
import dev.flamestream.cluster.layout.ClusterSettings;
import dev.flamestream.cluster.process.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Flink's own programs, started as its scripts start them. */
public final class FlinkProgram {
    private static final String SERIAL = "-XX:+UseSerialGC";

    /** What has little to compute: after each start the better compiler would take a core for a minute from what has much. */
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    /** What Flink's serializers and RPC read of the JDK. */
    private static final List<String> OPENED = List.of(
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED");

    /** A packet of the store's or of Kafka's; larger ones are given back at once. */
    private static final int MAX_CACHED_BUFFER_BYTES = 256 << 10;

    private FlinkProgram() {}

    /** The JobManager of a session. */
    public static Program jobManager(ClusterSettings settings) {
        return program(
                settings,
                "jobmanager",
                List.of("-Xmx320m", "-XX:MaxMetaspaceSize=192m", "-XX:MaxDirectMemorySize=64m", SERIAL, QUICK_COMPILER),
                List.of(
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                        "--configDir",
                        settings.folder().flinkConfiguration().toString(),
                        "-D",
                        "metrics.reporter.prom.port=" + settings.ports().jobManagerMetrics()));
    }

    /** A TaskManager, by its number from 1. */
    public static Program taskManager(ClusterSettings settings, int number) {
        TaskManagerPorts ports = settings.ports().taskManager(number);
        String name = "taskmanager-" + number;
        int heap = FlinkConfigFile.FRAMEWORK_HEAP_MEBIBYTES + FlinkConfigFile.TASK_HEAP_MEBIBYTES;
        int direct = FlinkConfigFile.OFF_HEAP_MEBIBYTES + FlinkConfigFile.NETWORK_MEBIBYTES;
        List<String> main = new ArrayList<>(List.of(
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                "--configDir",
                settings.folder().flinkConfiguration().toString()));
        Map.of(
                        "taskmanager.resource-id", name,
                        "taskmanager.rpc.port", Integer.toString(ports.rpc()),
                        "taskmanager.data.port", Integer.toString(ports.exchange()),
                        "queryable-state.proxy.ports", Integer.toString(ports.stateProxy()),
                        "queryable-state.server.ports", Integer.toString(ports.stateServer()),
                        "metrics.reporter.prom.port", Integer.toString(ports.metrics()))
                .forEach((key, value) -> main.addAll(List.of("-D", key + "=" + value)));
        return program(
                settings,
                name,
                List.of(
                        "-Xmx" + heap + "m",
                        "-XX:MaxDirectMemorySize=" + direct + "m",
                        "-XX:MaxMetaspaceSize=" + FlinkConfigFile.METASPACE_MEBIBYTES + "m",
                        SERIAL),
                main);
    }

    /** The command-line client. */
    static Program client(ClusterSettings settings, List<String> arguments) {
        List<String> main = new ArrayList<>(List.of("org.apache.flink.client.cli.CliFrontend"));
        main.addAll(arguments);
        return program(settings, "submit", List.of("-Xmx256m", SERIAL, QUICK_COMPILER), main);
    }

    private static Program program(ClusterSettings settings, String name, List<String> memory, List<String> main) {
        List<String> jvm = new ArrayList<>(memory);
        jvm.addAll(OPENED);
        jvm.add("-XX:+ExitOnOutOfMemoryError");
        // Otherwise each thread keeps a direct buffer as large as the largest read it ever did.
        jvm.add("-Djdk.nio.maxCachedBufferSize=" + MAX_CACHED_BUFFER_BYTES);
        jvm.add("-Dlog4j.configurationFile="
                + settings.folder()
                        .flinkConfiguration()
                        .resolve("log4j.properties")
                        .toUri());
        return new Program(
                name,
                jvm,
                settings.flinkLib() + "/*",
                main,
                Map.of(
                        "FLINK_CONF_DIR", settings.folder().flinkConfiguration().toString(),
                        "FLINK_PLUGINS_DIR", settings.flinkPlugins().toString()));
    }
}
