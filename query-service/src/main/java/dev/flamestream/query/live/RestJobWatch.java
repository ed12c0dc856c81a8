package dev.flamestream.query.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
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

    /**
     * How long a job is believed to run on whose manager accepts connections but does not answer: its task managers do not need
     * it to answer reads. A manager that refuses connections is gone, and nothing is kept.
     */
    private static final Duration KEPT_WHILE_SILENT = Duration.ofSeconds(15);

    private final FlinkRestApi api;
    private final String jobName;
    private final Clock clock;

    private volatile Optional<RunningJob> last = Optional.empty();
    /** Whether a read has failed since the last look began. */
    private volatile boolean isDoubted = true;

    private long checkedMillis;
    private long answeredMillis;
    /** Whether the last look got no answer in time: then doubts wait, or each would cost its caller another such time. */
    private boolean isSilent;

    RestJobWatch(List<URI> restUrls, String jobName, Clock clock) {
        this.api = new FlinkRestApi(restUrls);
        this.jobName = jobName;
        this.clock = clock;
    }

    /** Callers that come while one looks wait for its answer. */
    @Override
    public synchronized Optional<RunningJob> running() {
        long now = clock.millis();
        boolean isOld = now - checkedMillis >= MAX_AGE.toMillis() || now < checkedMillis;
        if (isOld || (isDoubted && !isSilent)) {
            isDoubted = false;
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

    /** Never waits: it is called by threads that complete other reads too. */
    @Override
    public void doubt() {
        isDoubted = true;
    }

    @Override
    public boolean isOpen() {
        return last.isEmpty();
    }

    private Optional<RunningJob> look() {
        isSilent = false;
        try {
            Optional<RunningJob> found = runningIn(api.get("/jobs/overview"), jobName);
            answeredMillis = clock.millis();
            return found;
        } catch (HttpConnectTimeoutException e) {
            return Optional.empty();
        } catch (HttpTimeoutException e) {
            isSilent = true;
            boolean keep = clock.millis() - answeredMillis < KEPT_WHILE_SILENT.toMillis();
            return keep ? last : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Duration> checkpoint(RunningJob run) {
        try {
            return checkpointIn(api.get("/jobs/" + run.id() + "/checkpoints"), run.sinceMillis());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How long the newest checkpoint of those took that were begun no earlier than given. */
    static Optional<Duration> checkpointIn(JsonNode checkpoints, long beganAfterMillis) {
        JsonNode newest = checkpoints.path("latest").path("completed");
        long began = newest.path("trigger_timestamp").asLong(Long.MIN_VALUE);
        if (began < beganAfterMillis) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(
                Math.max(0, newest.path("latest_ack_timestamp").asLong(began) - began)));
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
