package dev.flamestream.cluster.check;

import dev.flamestream.cluster.layout.ClusterPorts;
import dev.flamestream.cluster.load.LoadKey;
import dev.flamestream.schemas.querier.FlameGraph;
import dev.flamestream.schemas.querier.SelectMergeStacktracesRequest;
import dev.flamestream.schemas.querier.SelectMergeStacktracesResponse;
import dev.flamestream.schemas.record.ProfileType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks one query service for flame graphs, as its page does. Thread-safe. */
final class Questioner {
    /** Longer than an answer takes that only waits for blocks; a frozen service must not keep a reader for a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI method;

    Questioner(int port) {
        this.method = URI.create(
                "http://" + ClusterPorts.address(port) + "/querier.v1.QuerierService/SelectMergeStacktraces");
    }

    /** The flame graph of a service's profiles of a range of seconds, [first, end). */
    Reply ask(LoadKey key, ProfileType type, long firstSecond, long endSecond) {
        return ask(key.tenant(), "{service_name=\"" + key.service() + "\"}", type, firstSecond, endSecond);
    }

    /** The same of all of a tenant's services. */
    Reply ask(String tenant, ProfileType type, long firstSecond, long endSecond) {
        return ask(tenant, "{}", type, firstSecond, endSecond);
    }

    private Reply ask(String tenant, String selector, ProfileType type, long firstSecond, long endSecond) {
        SelectMergeStacktracesRequest question = SelectMergeStacktracesRequest.newBuilder()
                .setProfileTypeID(type.id())
                .setLabelSelector(selector)
                .setStart(firstSecond * 1_000)
                .setEnd(endSecond * 1_000 - 1)
                .setMaxNodes(64)
                .build();
        HttpRequest request = HttpRequest.newBuilder(method)
                .timeout(PATIENCE)
                .header("Content-Type", "application/proto")
                .header("X-Scope-OrgID", tenant)
                .POST(HttpRequest.BodyPublishers.ofByteArray(question.toByteArray()))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                return Reply.failed("status " + response.statusCode());
            }
            FlameGraph graph =
                    SelectMergeStacktracesResponse.parseFrom(response.body()).getFlamegraph();
            String partial =
                    response.headers().firstValue("X-Flamestream-Partial").orElse("");
            boolean foreign =
                    graph.getNamesList().stream().anyMatch(name -> name.startsWith("tenant-") && !name.equals(tenant));
            return new Reply(
                    partial.isEmpty() ? Reply.Kind.WHOLE : Reply.Kind.PARTIAL, graph.getTotal(), foreign, partial);
        } catch (IOException failure) {
            return Reply.failed(failure.toString());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return Reply.failed("interrupted");
        }
    }
}
