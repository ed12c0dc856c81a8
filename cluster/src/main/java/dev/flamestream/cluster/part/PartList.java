package dev.flamestream.cluster.part;

import dev.flamestream.cluster.flink.FlinkProgram;
import dev.flamestream.cluster.flink.FlinkRest;
import dev.flamestream.cluster.layout.ClusterPorts;
import dev.flamestream.cluster.layout.ClusterSettings;
import dev.flamestream.schemas.record.RecordFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The parts of a cluster in the order in which they are started, and how each is asked whether it is ready. */
final class PartList {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ClusterSettings settings;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    PartList(ClusterSettings settings) {
        this.settings = settings;
    }

    List<Part> build() {
        ClusterPorts ports = settings.ports();
        FlinkRest flink = new FlinkRest(settings.flinkUrl());
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("s3", PartKind.S3, ports.s3(), Programs.s3(settings), () -> listens(ports.s3())));
        parts.add(new Part("kafka", PartKind.KAFKA, ports.kafka(), Programs.kafka(settings), this::hasTopics));
        parts.add(new Part(
                "jobmanager",
                PartKind.JOB_MANAGER,
                ports.flinkRest(),
                FlinkProgram.jobManager(settings),
                () -> answers(ports.flinkRest(), "/overview")));
        for (int number = 1; number <= settings.size().taskManagers(); number++) {
            int atLeast = number;
            parts.add(new Part(
                    "taskmanager-" + number,
                    PartKind.TASK_MANAGER,
                    ports.taskManager(number).rpc(),
                    FlinkProgram.taskManager(settings, number),
                    () -> flink.taskManagers() >= atLeast));
        }
        for (int number = 1; number <= settings.size().queryServices(); number++) {
            int port = ports.queryService(number);
            parts.add(new Part(
                    "query-" + number,
                    PartKind.QUERY_SERVICE,
                    port,
                    Programs.queryService(settings, number),
                    () -> answers(port, "/ready")));
        }
        for (int number = 1; number <= settings.size().agents(); number++) {
            int port = ports.agent(number);
            parts.add(new Part(
                    "agent-" + number,
                    PartKind.AGENT,
                    port,
                    Programs.agent(settings, number),
                    () -> answers(port, "/ready")));
        }
        return List.copyOf(parts);
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    Math.toIntExact(PATIENCE.toMillis()));
            return true;
        }
    }

    private boolean answers(int port, String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + ClusterPorts.address(port) + path))
                .timeout(PATIENCE)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interruption);
        }
    }

    private boolean hasTopics() throws IOException {
        listens(settings.ports().kafka());
        int millis = Math.toIntExact(PATIENCE.toMillis());
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                ClusterPorts.address(settings.ports().kafka()),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                millis);
        try (Admin admin = Admin.create(client)) {
            return admin.listTopics()
                    .names()
                    .get(2L * millis, TimeUnit.MILLISECONDS)
                    .containsAll(Set.of(RecordFormat.TOPIC, RecordFormat.REJECTED_TOPIC));
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("Kafka does not list its topics: " + failure.getMessage(), failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interruption);
        }
    }
}
