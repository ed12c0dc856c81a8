package dev.flamestream.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.Server;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;

class RestJobWatchTest {
    private static final String OLD = "00000000000000000000000000000001";
    private static final String NEW = "00000000000000000000000000000002";

    @Test
    void findsTheYoungestRunningJobOfTheName() throws Exception {
        String overview = "{\"jobs\":[" + job(OLD, "flamestream", "RUNNING", 1, 3, 3) + ","
                + job(NEW, "flamestream", "RUNNING", 2, 3, 3) + ","
                + job("00000000000000000000000000000003", "other", "RUNNING", 9, 3, 3) + ","
                + job("00000000000000000000000000000004", "flamestream", "FAILED", 9, 3, 0) + "]}";

        assertThat(runningIn(overview).map(RunningJob::id)).hasValue(JobID.fromHexString(NEW));
    }

    @Test
    void aJobThatStillDeploysDoesNotRun() throws Exception {
        assertThat(runningIn("{\"jobs\":[" + job(OLD, "flamestream", "RUNNING", 1, 3, 2) + "]}"))
                .isEmpty();
        assertThat(runningIn("{\"jobs\":[" + job(OLD, "flamestream", "RESTARTING", 1, 3, 3) + "]}"))
                .isEmpty();
        assertThat(runningIn("{\"jobs\":[]}")).isEmpty();
        assertThat(runningIn("{}")).isEmpty();
    }

    @Test
    void aRunBeginsWithTheLastChangeOfATaskAndIsAsOldAsTheJobManagerSays() throws Exception {
        String overview = "{\"jobs\":[{\"jid\":\"" + OLD + "\",\"name\":\"flamestream\",\"state\":\"RUNNING\","
                + "\"start-time\":1000,\"duration\":5000,\"last-modification\":4500,"
                + "\"tasks\":{\"total\":1,\"running\":1}}]}";

        assertThat(runningIn(overview))
                .hasValue(new RunningJob(JobID.fromHexString(OLD), 4_500, Duration.ofMillis(1_500)));
    }

    @Test
    void aCheckpointCountsThatBeganInTheRunAndHasCompleted() throws Exception {
        String checkpoints = "{\"latest\":{\"completed\":{\"id\":7,\"trigger_timestamp\":5000,"
                + "\"latest_ack_timestamp\":6200},\"restored\":{\"id\":6}}}";

        assertThat(checkpointIn(checkpoints, 5_000)).hasValue(Duration.ofMillis(1_200));
        assertThat(checkpointIn(checkpoints, 5_001)).as("of the run before").isEmpty();
        assertThat(checkpointIn("{\"latest\":{\"completed\":null}}", 5_000)).isEmpty();
        assertThat(checkpointIn("{}", 0)).isEmpty();
    }

    @Test
    void asksTheNextAddressAndNotAgainUntilInDoubt() {
        AtomicInteger asked = new AtomicInteger();
        Server server = Server.builder()
                .http(0)
                .service("/jobs/overview", (context, request) -> {
                    asked.incrementAndGet();
                    return HttpResponse.of(
                            HttpStatus.OK,
                            MediaType.JSON,
                            "{\"jobs\":[" + job(OLD, "flamestream", "RUNNING", 1, 1, 1) + "]}");
                })
                .build();
        server.start().join();
        try {
            RestJobWatch watch = new RestJobWatch(
                    List.of(
                            URI.create("http://127.0.0.1:1"),
                            URI.create("http://127.0.0.1:" + server.activeLocalPort() + "/")),
                    "flamestream",
                    Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

            assertThat(watch.running().map(RunningJob::id)).hasValue(JobID.fromHexString(OLD));
            assertThat(watch.running()).isPresent();
            assertThat(asked).hasValue(1);
            watch.doubt();
            assertThat(watch.running()).isPresent();
            assertThat(asked).hasValue(2);
            assertThat(watch.isOpen()).isFalse();
        } finally {
            server.stop().join();
        }
    }

    /** As a manager that was frozen between the two: nothing bounds a body but whoever reads it. */
    @Test
    void anAnswerThatDoesNotEndIsSilenceAndDoubtsAreNotLookedInto() {
        AtomicInteger asked = new AtomicInteger();
        Server server = Server.builder()
                .http(0)
                .service("/jobs/overview", (context, request) -> {
                    asked.incrementAndGet();
                    HttpResponseWriter endless = HttpResponse.streaming();
                    endless.write(ResponseHeaders.of(HttpStatus.OK));
                    endless.write(HttpData.ofUtf8("{\"jobs\":["));
                    return endless;
                })
                .build();
        server.start().join();
        try {
            RestJobWatch watch = new RestJobWatch(
                    List.of(URI.create("http://127.0.0.1:" + server.activeLocalPort())),
                    "flamestream",
                    Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

            assertThat(watch.running()).isEmpty();
            watch.doubt();
            assertThat(watch.running()).isEmpty();
            assertThat(asked).hasValue(1);
        } finally {
            server.stop().join();
        }
    }

    private static Optional<Duration> checkpointIn(String checkpoints, long beganAfterMillis) throws Exception {
        return RestJobWatch.checkpointIn(new ObjectMapper().readTree(checkpoints), beganAfterMillis);
    }

    private static Optional<RunningJob> runningIn(String overview) throws Exception {
        return RestJobWatch.runningIn(new ObjectMapper().readTree(overview), "flamestream");
    }

    private static String job(String id, String name, String state, long started, int total, int running) {
        return "{\"jid\":\"" + id + "\",\"name\":\"" + name + "\",\"state\":\"" + state + "\",\"start-time\":" + started
                + ",\"tasks\":{\"total\":" + total + ",\"running\":" + running + "}}";
    }
}
