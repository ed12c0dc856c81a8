package dev.flamestream.standalone.deploy;

import com.sun.net.httpserver.HttpServer;
import dev.flamestream.agent.Agent;
import dev.flamestream.agent.config.AgentConfigReader;
import dev.flamestream.agent.config.Overrides;
import dev.flamestream.query.QueryService;
import dev.flamestream.query.QueryServiceConfig;
import dev.flamestream.query.ServiceWiring;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.DefaultCheckpointStatsTracker;
import org.apache.flink.runtime.metrics.MetricNames;

/**
 * Every metric that a Prometheus of docker/ can find: the pages of an agent and of a query service that run here, the names
 * in the job's source, and the names in Flink's own classes.
 */
final class KnownMetrics {
    private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_]\\w*)(?:\\{([^}]*)})? ", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"");
    private static final Pattern LITERAL = Pattern.compile(
            "(addGroup\\(\"(\\w+)\"[^;]*)?(?:counter|gauge|histogram|meter)\\((?:group,)?\\s*\"(\\w+)\"");

    /** Prometheus' own, and labels that it adds to all. */
    private static final Set<String> LABELS_OF_ALL = Set.of("job", "instance");

    /** What Flink's reporter puts before the metrics of an operator of a task. */
    private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

    private final Map<String, Set<String>> labelsByName = new TreeMap<>();
    private final Set<String> flinkNames = new TreeSet<>();
    private final Map<String, Integer> statusByPath = new TreeMap<>();

    /** Starts an agent and a query service for a moment. */
    static KnownMetrics find(Path folder) throws Exception {
        KnownMetrics known = new KnownMetrics();
        known.labelsByName.put("up", Set.of());
        known.addAgent();
        known.addQueryService(folder);
        known.addJob();
        known.addFlink();
        return known;
    }

    /** Labels of a metric; throws where there is no such metric. */
    Set<String> labelsOf(String metric) {
        Set<String> labels = labelsByName.get(metric);
        if (labels == null
                && metric.matches("flink_(jobmanager|taskmanager)_.*")
                && flinkNames.contains(metric.substring(metric.lastIndexOf('_') + 1))) {
            labels = Set.of();
        }
        if (labels == null) {
            throw new AssertionError("no such metric: " + metric);
        }
        Set<String> all = new TreeSet<>(labels);
        all.addAll(LABELS_OF_ALL);
        return all;
    }

    /** What a page of the query service ({@code query-service/ready}) or agent answered with. */
    int statusOf(String page) {
        return statusByPath.getOrDefault(page, 0);
    }

    private void addAgent() throws Exception {
        Overrides settings =
                Overrides.of(Map.of(), List.of("--kafka.bootstrap_servers=127.0.0.1:1", "--server.http_listen_port=0"));
        try (Agent agent = Agent.start(AgentConfigReader.ofOverrides(settings).fold(config -> config, faults -> {
            throw new AssertionError(faults.toString());
        }))) {
            addPages("agent", agent.httpPort());
        }
    }

    private void addQueryService(Path folder) throws Exception {
        // A store that lets nobody in: requests are counted from the first one on.
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        var unused = store.createContext("/", exchange -> {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        store.start();
        QueryServiceConfig config = QueryServiceConfig.of(Map.of(
                "http.port", "0",
                "http.bind", "127.0.0.1",
                "blocks.root", "s3://none",
                "blocks.s3.endpoint", "http://127.0.0.1:" + store.getAddress().getPort(),
                "blocks.s3.access.key", "none",
                "blocks.s3.secret.key", "none",
                "blocks.cache.dir", folder.resolve("cache").toString(),
                "kafka.bootstrap.servers", "127.0.0.1:1",
                "flink.rest.urls", "http://127.0.0.1:1",
                "flink.proxies", "127.0.0.1:1"));
        try (QueryService service = ServiceWiring.build(config, ServiceWiring.Parts.NONE, Clock.systemUTC())) {
            service.start();
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!labelsByName.containsKey("s3_requests_total") && System.nanoTime() < deadline) {
                addPages("query-service", service.port());
            }
        } finally {
            store.stop(0);
        }
    }

    private void addPages(String part, int port) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        // Twice the metrics: those of requests are there once one was answered.
        for (String path : List.of("/healthz", "/ready", "/metrics", "/metrics")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            statusByPath.put(part + path, answer.statusCode());
            if (path.equals("/metrics")) {
                addSamples(answer.body());
            }
        }
    }

    private void addSamples(String page) {
        Matcher samples = SAMPLE.matcher(page);
        while (samples.find()) {
            Set<String> labels = labelsByName.computeIfAbsent(samples.group(1), name -> new TreeSet<>());
            if (samples.group(2) != null) {
                LABEL.matcher(samples.group(2)).results().forEach(label -> labels.add(label.group(1)));
            }
        }
    }

    /** A group of a key and a value is part of the name by its key, and a label of it. */
    private void addJob() throws IOException {
        try (Stream<Path> files = Files.walk(ProjectFiles.path("job/src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith("Metrics.java"))
                    .toList()) {
                Matcher names = LITERAL.matcher(Files.readString(file));
                while (names.find()) {
                    String group = names.group(2);
                    labelsByName.put(
                            OPERATOR + (group == null ? "" : group + "_") + names.group(3),
                            group == null ? Set.of() : Set.of(group));
                }
            }
        }
    }

    private void addFlink() throws IllegalAccessException {
        for (Class<?> constants : List.of(MetricNames.class, DefaultCheckpointStatsTracker.class)) {
            for (Field field : constants.getDeclaredFields()) {
                if (field.getType() == String.class && java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    flinkNames.add(String.valueOf(field.get(null)));
                }
            }
        }
        // Of the JVM's processor, which Flink names in place.
        flinkNames.add("Load");
    }
}
