package dev.flamestream.cluster.part;

import dev.flamestream.cluster.flink.FlinkConfigFile;
import dev.flamestream.cluster.layout.ClusterFolder;
import dev.flamestream.cluster.layout.ClusterPorts;
import dev.flamestream.cluster.layout.ClusterSettings;
import dev.flamestream.cluster.process.Program;
import dev.flamestream.standalone.command.FlamestreamCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Our own programs and the S3 server: their memory, and the files that they are configured with. */
final class Programs {
    private static final String SERIAL = "-XX:+UseSerialGC";

    /** What has little to compute: after each start the better compiler would take a core for a minute from what has much. */
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    /** Java would keep a direct buffer of 16 MiB for each thread that has read a record of that size. */
    private static final String SMALL_CACHED_BUFFERS = "-Djdk.nio.maxCachedBufferSize=262144";

    private static final String NO_NETTY_WARNING = "-Dcom.linecorp.armeria.warnNettyVersions=false";

    private Programs() {}

    /** Writes every file that some part is started with. */
    static void configure(ClusterSettings settings) throws IOException {
        settings.folder().create();
        FlinkConfigFile.write(settings);
        Files.writeString(s3Configuration(settings), s3Text(settings));
        Files.writeString(s3Logging(settings), S3_LOGBACK);
        for (int number = 1; number <= settings.size().queryServices(); number++) {
            Files.writeString(queryConfiguration(settings, number), queryText(settings, number));
        }
        for (int number = 1; number <= settings.size().agents(); number++) {
            Files.writeString(agentConfiguration(settings, number), agentText(settings, number));
        }
    }

    static Program s3(ClusterSettings settings) {
        return new Program(
                "s3",
                List.of(
                        "-Xmx192m",
                        "-XX:MaxDirectMemorySize=64m",
                        SERIAL,
                        QUICK_COMPILER,
                        "-Dlogback.configurationFile=" + s3Logging(settings)),
                settings.s3Jar().toString(),
                List.of(
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        s3Configuration(settings).toString()),
                Map.of());
    }

    static Program kafka(ClusterSettings settings) {
        return ours(
                "kafka",
                List.of("-Xmx256m", "-XX:MaxDirectMemorySize=96m"),
                List.of(
                        BrokerMain.class.getName(),
                        settings.folder().kafka().toString(),
                        Integer.toString(settings.ports().kafka()),
                        Integer.toString(settings.ports().kafkaController())));
    }

    static Program queryService(ClusterSettings settings, int number) {
        return ours(
                "query-" + number,
                List.of("-Xmx448m", "-XX:MaxDirectMemorySize=128m"),
                List.of(
                        FlamestreamCommand.class.getName(),
                        "query-service",
                        "--config",
                        queryConfiguration(settings, number).toString()));
    }

    static Program agent(ClusterSettings settings, int number) {
        return ours(
                "agent-" + number,
                List.of("-Xmx128m", "-XX:MaxDirectMemorySize=64m", QUICK_COMPILER),
                List.of(
                        FlamestreamCommand.class.getName(),
                        "agent",
                        "--config",
                        agentConfiguration(settings, number).toString()));
    }

    private static Program ours(String name, List<String> memory, List<String> main) {
        List<String> jvm = new ArrayList<>(memory);
        jvm.addAll(List.of(
                SERIAL,
                "-XX:+ExitOnOutOfMemoryError",
                SMALL_CACHED_BUFFERS,
                "-Dlogback.configurationFile=logback-terminal.xml",
                NO_NETTY_WARNING));
        return new Program(name, jvm, ownClassPath(), main, Map.of());
    }

    /** Our parts run on the class path of this command; a test's runner keeps it under another name. */
    private static String ownClassPath() {
        return Objects.requireNonNullElse(
                System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"));
    }

    private static Path s3Configuration(ClusterSettings settings) {
        return settings.folder().configuration().resolve("s3.properties");
    }

    private static Path s3Logging(ClusterSettings settings) {
        return settings.folder().configuration().resolve("s3-logback.xml");
    }

    private static Path queryConfiguration(ClusterSettings settings, int number) {
        return settings.folder().configuration().resolve("query-" + number + ".properties");
    }

    private static Path agentConfiguration(ClusterSettings settings, int number) {
        return settings.folder().configuration().resolve("agent-" + number + ".yaml");
    }

    private static String s3Text(ClusterSettings settings) {
        return lines(
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.endpoint=http://"
                        + ClusterPorts.address(settings.ports().s3()),
                "s3proxy.identity=" + ClusterSettings.S3_ACCESS_KEY,
                "s3proxy.credential=" + ClusterSettings.S3_SECRET_KEY,
                "jclouds.provider=filesystem-nio2",
                "jclouds.filesystem.basedir=" + settings.folder().s3());
    }

    private static String queryText(ClusterSettings settings, int number) {
        String proxies = IntStream.rangeClosed(1, settings.size().taskManagers())
                .mapToObj(manager -> ClusterPorts.address(
                        settings.ports().taskManager(manager).stateProxy()))
                .collect(Collectors.joining(","));
        return lines(
                "http.bind=" + ClusterPorts.HOST,
                "http.port=" + settings.ports().queryService(number),
                "http.query.threads=4",
                "multitenancy=true",
                "heads.cache.bytes=64MiB",
                "blocks.footer.cache.bytes=32MiB",
                "query.memory.max=48MiB",
                "blocks.cache.dir=" + settings.folder().scratch().resolve("query-" + number),
                "blocks.cache.max.bytes=256MiB",
                "kafka.bootstrap.servers="
                        + ClusterPorts.address(settings.ports().kafka()),
                "blocks.root=" + ClusterFolder.blocksUri(),
                "blocks.s3.endpoint=" + settings.s3Endpoint(),
                "blocks.s3.path.style=true",
                "blocks.s3.access.key=" + ClusterSettings.S3_ACCESS_KEY,
                "blocks.s3.secret.key=" + ClusterSettings.S3_SECRET_KEY,
                "flink.rest.urls=" + settings.flinkUrl(),
                "flink.proxies=" + proxies);
    }

    /** Each agent scrapes nothing yet and profiles itself, so that all of its way is in use. */
    private static String agentText(ClusterSettings settings, int number) {
        return lines(
                "tenant_id: agents",
                "external_labels: {agent: agent-" + number + "}",
                "kafka: {bootstrap_servers: \""
                        + ClusterPorts.address(settings.ports().kafka()) + "\"}",
                "server: {http_listen_address: " + ClusterPorts.HOST + ", http_listen_port: "
                        + settings.ports().agent(number) + "}",
                "self_profiling: {enabled: true, interval: 10s}");
    }

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }

    /** Its default level is DEBUG, a line for each request and more. */
    private static final String S3_LOGBACK = """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{36} - %msg%n</pattern></encoder>
              </appender>
              <root level="WARN"><appender-ref ref="OUT"/></root>
            </configuration>
            """;
}
