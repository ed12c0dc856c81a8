package dev.flamestream.query.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the job by its name in Flink's REST API, {@code GET /jobs/overview}, since its id changes with each submission.
 *
 * <p>A job runs only once all its tasks do: while one is deployed or restores its state, that state has no location.
 */
final class RestJobWatch implements JobWatch {
    private static final Logger log = LoggerFactory.getLogger(RestJobWatch.class);

    /** How old an answer may be: what a job that fails now is still asked for in that time is bounded by the reads in flight. */
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    /** A job manager answers in milliseconds, the first time and on a busy machine in a second or two. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /**
     * How long a job is believed to run on whose manager accepts connections but does not answer: its task managers do not need
     * it to answer reads. A manager that refuses connections is gone, and nothing is kept.
     */
    private static final Duration KEPT_WHILE_SILENT = Duration.ofSeconds(15);

    /** Thousands of jobs; more is no job manager of ours. */
    private static final int MAX_ANSWER_BYTES = 4 << 20;

    private final List<URI> restUrls;
    private final String jobName;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ObjectMapper json = new ObjectMapper();

    private volatile Optional<RunningJob> last = Optional.empty();
    private long checkedMillis = Long.MIN_VALUE;
    private long answeredMillis;
    private int firstUrl;

    RestJobWatch(List<URI> restUrls, String jobName, Clock clock) {
        this.restUrls = restUrls;
        this.jobName = jobName;
        this.clock = clock;
    }

    /** Callers that come while one looks wait for its answer. */
    @Override
    public synchronized Optional<RunningJob> running() {
        long now = clock.millis();
        if (checkedMillis == Long.MIN_VALUE || now - checkedMillis >= MAX_AGE.toMillis() || now < checkedMillis) {
            Optional<RunningJob> found = look();
            if (!found.map(RunningJob::id).equals(last.map(RunningJob::id))) {
                log.atInfo()
                        .addKeyValue("job", jobName)
                        .addKeyValue(
                                "jobId", found.map(run -> run.id().toString()).orElse("none"))
                        .log("running job changed");
            }
            last = found;
            checkedMillis = clock.millis();
        }
        return last;
    }

    @Override
    public synchronized void doubt() {
        checkedMillis = Long.MIN_VALUE;
    }

    @Override
    public boolean isOpen() {
        return last.isEmpty();
    }

    private Optional<RunningJob> look() {
        boolean silent = false;
        for (int i = 0; i < restUrls.size(); i++) {
            int index = (firstUrl + i) % restUrls.size();
            try {
                Optional<RunningJob> found = runningIn(overview(restUrls.get(index)), jobName);
                firstUrl = index;
                answeredMillis = clock.millis();
                return found;
            } catch (IOException e) {
                silent |= e instanceof HttpTimeoutException && !(e instanceof HttpConnectTimeoutException);
                log.atDebug()
                        .addKeyValue("url", restUrls.get(index))
                        .addKeyValue("error", e.toString())
                        .log("job manager did not answer");
            }
        }
        boolean keep = silent && clock.millis() - answeredMillis < KEPT_WHILE_SILENT.toMillis();
        return keep ? last : Optional.empty();
    }

    private JsonNode overview(URI restUrl) throws IOException {
        String base = restUrl.toString();
        URI url = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/jobs/overview");
        HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MAX_ANSWER_BYTES);
                if (response.statusCode() != 200) {
                    throw new IOException(url + ": expected 200, found " + response.statusCode());
                }
                return json.readTree(bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(url + ": interrupted", e);
        }
    }

    /** Finds the job of a name in an overview; the youngest, should several run. */
    static Optional<RunningJob> runningIn(JsonNode overview, String jobName) {
        Optional<RunningJob> found = Optional.empty();
        long youngest = Long.MIN_VALUE;
        for (JsonNode job : overview.path("jobs")) {
            JsonNode tasks = job.path("tasks");
            boolean runs = job.path("state").asText().equals("RUNNING")
                    && tasks.path("total").asInt() > 0
                    && tasks.path("running").asInt() == tasks.path("total").asInt();
            long started = job.path("start-time").asLong();
            if (runs && job.path("name").asText().equals(jobName) && started > youngest) {
                long since = job.path("last-modification").asLong();
                long now = started + job.path("duration").asLong();
                found = Optional.of(new RunningJob(
                        JobID.fromHexString(job.path("jid").asText()), since, Duration.ofMillis(now - since)));
                youngest = started;
            }
        }
        return found;
    }
}
