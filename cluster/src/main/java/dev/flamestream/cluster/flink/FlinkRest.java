package dev.flamestream.cluster.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a JobManager tells and takes over its REST API. Thread-safe. */
public final class FlinkRest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A savepoint writes all heads; the store may be slow. */
    private static final Duration SAVEPOINT_PATIENCE = Duration.ofSeconds(90);

    private static final Duration POLL = Duration.ofMillis(250);

    /** States that a job does not leave. */
    private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;

    /** A client of one address; connects to nothing yet. */
    public FlinkRest(String url) {
        this.url = url;
    }

    /** A job that has not ended. */
    public record Job(String id, String state, int tasks, int runningTasks) {
        /** Whether all of it runs. */
        public boolean runs() {
            return state.equals("RUNNING") && tasks > 0 && tasks == runningTasks;
        }

        @Override
        public String toString() {
            return state + ", " + runningTasks + " of " + tasks + " tasks run";
        }
    }

    /** A completed checkpoint. */
    public record Checkpoint(long number, long triggeredMillis, long completedMillis, String address) {}

    /** TaskManagers that have registered. */
    public int taskManagers() throws IOException {
        return get("/taskmanagers").path("taskmanagers").size();
    }

    /** The jobs of a name that have not ended. */
    public List<Job> liveJobs(String name) throws IOException {
        List<Job> found = new ArrayList<>();
        for (JsonNode job : get("/jobs/overview").path("jobs")) {
            String state = job.path("state").asText();
            if (job.path("name").asText().equals(name) && !ENDED.contains(state)) {
                JsonNode tasks = job.path("tasks");
                found.add(new Job(
                        job.path("jid").asText(),
                        state,
                        tasks.path("total").asInt(),
                        tasks.path("running").asInt()));
            }
        }
        return found;
    }

    /** The newest completed checkpoint of a job. */
    public Optional<Checkpoint> newestCheckpoint(String jobId) throws IOException {
        JsonNode latest = get("/jobs/" + jobId + "/checkpoints").path("latest").path("completed");
        if (!latest.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new Checkpoint(
                latest.path("id").asLong(),
                latest.path("trigger_timestamp").asLong(),
                latest.path("latest_ack_timestamp").asLong(),
                latest.path("external_path").asText()));
    }

    /** Bytes that each checkpoint still remembered has uploaded, by its number. */
    public Map<Long, Long> checkpointCost(String jobId) throws IOException {
        Map<Long, Long> bytes = new TreeMap<>();
        for (JsonNode checkpoint : get("/jobs/" + jobId + "/checkpoints").path("history")) {
            if (checkpoint.path("status").asText().equals("COMPLETED")
                    && !checkpoint.path("is_savepoint").asBoolean()) {
                bytes.put(
                        checkpoint.path("id").asLong(),
                        checkpoint.path("checkpointed_size").asLong());
            }
        }
        return bytes;
    }

    /** Stops a job with a savepoint and waits until that is complete; the savepoint's address. */
    public String stopWithSavepoint(String jobId) throws IOException, InterruptedException {
        JsonNode trigger = post("/jobs/" + jobId + "/stop", "{\"drain\": false}");
        String request = trigger.path("request-id").asText();
        long deadline = System.nanoTime() + SAVEPOINT_PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode status = get("/jobs/" + jobId + "/savepoints/" + request);
            if (status.path("status").path("id").asText().equals("COMPLETED")) {
                JsonNode operation = status.path("operation");
                if (operation.hasNonNull("location")) {
                    return operation.path("location").asText();
                }
                String cause = operation.path("failure-cause").path("class").asText("no reason given");
                throw new IOException("the savepoint failed: " + cause);
            }
            Thread.sleep(POLL.toMillis());
        }
        throw new IOException("the savepoint is not done after " + SAVEPOINT_PATIENCE.toSeconds() + " s");
    }

    private JsonNode get(String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    private JsonNode post(String path, String body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException {
        try {
            HttpRequest built = request.timeout(PATIENCE).build();
            HttpResponse<byte[]> response = http.send(built, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2) {
                throw new IOException(built.uri() + ": expected success, found " + response.statusCode());
            }
            return json.readTree(response.body());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking Flink", interruption);
        }
    }
}
