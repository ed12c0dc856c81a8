package dev.flamestream.benchmarks.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flamestream.agent.publish.Delivery;
import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.benchmarks.workload.MadeProfile;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.standalone.query.QuerierClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Some tenants of ordinary size, and what they see of the system: how long after its acknowledgement a profile can be asked for, and
 * how long a flame graph takes.
 */
final class Others {
    static final int TENANTS = 4;

    private static final String SERVICE = "shop";
    private static final String TYPE = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ProfilePublisher publisher;
    private final URI queryService;
    private final List<MadeProfile> made;

    Others(ProfilePublisher publisher, URI queryService, List<MadeProfile> made) {
        this.publisher = publisher;
        this.queryService = queryService;
        this.made = made;
    }

    private static String tenant(int number) {
        return "other-" + number % TENANTS;
    }

    /** One ordinary profile of one of them. */
    void send(int number) {
        var unused = publish(number, SERVICE, "pod-" + number / TENANTS % 20);
    }

    private CompletionStage<Delivery> publish(int number, String service, String pod) {
        Labels series = Labels.of(Labels.SERVICE_NAME, service, Labels.PROFILE_NAME, "process_cpu", "pod", pod);
        return publisher.publish(
                ProfileRecord.of(series, made.get(number % made.size()).pprof())
                        .tenant(tenant(number))
                        .timeMillis(Instant.now().toEpochMilli())
                        .build());
    }

    /** Publishes a profile of a service that nobody has heard of, and waits until it is in an answer. */
    void untilVisible(int number, Latencies latencies) throws Exception {
        String service = "probe-" + number + "-" + System.nanoTime();
        publish(number, service, "pod").toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        long acknowledged = System.nanoTime();
        while (total(number, service) == 0) {
            if (System.nanoTime() - acknowledged > PATIENCE.toNanos()) {
                throw new TimeoutException("a profile is not visible after " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        latencies.add(System.nanoTime() - acknowledged);
    }

    /** A flame graph of all that one of them has sent. */
    void query(int number, Latencies latencies) throws Exception {
        long begin = System.nanoTime();
        total(number, SERVICE);
        latencies.add(System.nanoTime() - begin);
    }

    private long total(int number, String service) throws Exception {
        long now = Instant.now().toEpochMilli();
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("profileTypeID", TYPE)
                .put("labelSelector", "{service_name=\"" + service + "\"}")
                .put("start", now - Duration.ofMinutes(15).toMillis())
                .put("end", now + Duration.ofMinutes(1).toMillis());
        JsonNode answer = new QuerierClient(queryService, tenant(number)).askJson("SelectMergeStacktraces", request);
        return answer.path("flamegraph").path("total").asLong();
    }
}
