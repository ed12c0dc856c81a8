package dev.flamestream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.standalone.Eventually;
import dev.flamestream.standalone.ForkedJvm;
import dev.flamestream.standalone.command.FlamestreamCommand;
import dev.flamestream.standalone.flink.LoopbackPorts;
import dev.flamestream.standalone.push.FilePusher;
import dev.flamestream.standalone.push.KafkaAccess;
import dev.flamestream.standalone.push.ProfileTime;
import dev.flamestream.standalone.query.QuerierClient;
import dev.flamestream.standalone.query.QueryFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One data folder with a {@code flamestream up} on it, in a process of its own that can be killed and started again. */
final class RunningUp implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final int httpPort;
    private final int kafkaPort;
    private final List<String> more;
    private final Map<String, String> environment;
    private ForkedJvm jvm;
    private int starts;

    private RunningUp(Path folder, List<String> more, Map<String, String> environment)
            throws IOException, InterruptedException {
        LoopbackPorts free = LoopbackPorts.choose();
        this.folder = folder;
        this.httpPort = free.rest();
        this.kafkaPort = free.stateProxy();
        this.more = more;
        this.environment = environment;
        this.jvm = fork();
        awaitReady();
    }

    static RunningUp start(Path folder, String... more) throws IOException, InterruptedException {
        return new RunningUp(folder, List.of(more), Map.of());
    }

    static RunningUp start(Path folder, Map<String, String> environment, String... more)
            throws IOException, InterruptedException {
        return new RunningUp(folder, List.of(more), environment);
    }

    /** Starts it again on the same folder and ports. */
    void startAgain() throws IOException, InterruptedException {
        jvm = fork();
        awaitReady();
    }

    private ForkedJvm fork() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "up",
                "--data",
                data().toString(),
                "--http-port",
                Integer.toString(httpPort),
                "--kafka-port",
                Integer.toString(kafkaPort)));
        arguments.addAll(more);
        Files.createDirectories(folder);
        starts++;
        return ForkedJvm.start(folder.resolve("output"), FlamestreamCommand.class, arguments, environment);
    }

    private void awaitReady() throws InterruptedException {
        jvm.awaitLine("ready: ", starts, START_PATIENCE);
    }

    Path data() {
        return folder.resolve("data");
    }

    String kafka() {
        return "127.0.0.1:" + kafkaPort;
    }

    ForkedJvm jvm() {
        return jvm;
    }

    int httpPort() {
        return httpPort;
    }

    /** The total of a service's profiles of a type over the last hour; -1 where the service gave no answer. */
    long total(String profileType, String service) {
        long now = System.currentTimeMillis();
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("start", now - Duration.ofHours(1).toMillis())
                .put("end", now + Duration.ofMinutes(1).toMillis())
                .put("profileTypeID", profileType)
                .put("labelSelector", "{service_name=\"" + service + "\"}");
        try {
            JsonNode answer = new QuerierClient(URI.create("http://127.0.0.1:" + httpPort), "")
                    .askJson("SelectMergeStacktraces", request);
            return answer.path("flamegraph").path("total").asLong();
        } catch (QueryFailure failure) {
            return -1;
        }
    }

    /** Pushes profiles of 1, 2, ... ns of the service {@code shop} and returns their sum. */
    long push(int count) throws IOException {
        List<String> failures = new ArrayList<>();
        long sum = 0;
        FilePusher.Envelope envelope = new FilePusher.Envelope(
                "anonymous", Labels.of("service_name", "shop"), "process_cpu", ProfileTime.parse("now", Instant.now()));
        try (FilePusher pusher = new FilePusher(
                KafkaAccess.to(kafka()), envelope, (file, reason) -> failures.add(file + ": " + reason))) {
            for (int i = 1; i <= count; i++) {
                pusher.push(PprofFiles.write(folder.resolve("pushed.pb"), i));
                sum += i;
            }
        }
        assertThat(failures).isEmpty();
        return sum;
    }

    /** Asks until the total is as expected or the patience is over; the last answer. */
    long awaitTotal(String profileType, String service, long expected, Duration patience) throws Exception {
        if (Eventually.holds(patience, () -> total(profileType, service) == expected)) {
            return expected;
        }
        return total(profileType, service);
    }

    @Override
    public void close() {
        jvm.close();
    }
}
