package dev.flamestream.standalone.up;

import dev.flamestream.job.JobConfig;
import dev.flamestream.query.QueryService;
import dev.flamestream.query.QueryServiceConfig;
import dev.flamestream.query.ServiceWiring;
import dev.flamestream.query.http.SelfProfiler;
import dev.flamestream.standalone.flink.LoopbackPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The query service with the web page, over this process' Flink and blocks. */
final class QueryPart {
    /** It lists the blocks once and looks for the job: both are at hand. */
    private static final Duration READY_PATIENCE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(100);

    private QueryPart() {}

    /** Starts it; it listens when this returns, but is not yet ready. */
    static QueryService start(UpOptions options, LoopbackPorts ports, S3Environment s3, SelfProfiler profiler) {
        Map<String, String> settings = new HashMap<>(s3.toQueryService());
        settings.put("http.bind", LoopbackPorts.HOST);
        settings.put("http.port", Integer.toString(options.httpPort()));
        // No load balancer has to see it go, and somebody waits at a terminal.
        settings.put("http.drain.time", "0ms");
        // Two cores, and a heap of 1 GiB that a broker and a job share: fewer queries at a time, smaller caches.
        settings.put("http.query.threads", "4");
        settings.put("heads.cache.bytes", "64MiB");
        settings.put("blocks.footer.cache.bytes", "32MiB");
        settings.put("query.memory.max", "96MiB");
        settings.put("multitenancy", Boolean.toString(options.isMultiTenant()));
        settings.put("limits.file", options.limitsFile().toString());
        settings.put("kafka.bootstrap.servers", LoopbackPorts.HOST + ":" + options.kafkaPort());
        settings.put("blocks.root", options.blocksRoot().toString());
        settings.put("flink.rest.urls", "http://" + LoopbackPorts.HOST + ":" + ports.rest());
        settings.put("flink.proxies", LoopbackPorts.HOST + ":" + ports.stateProxy());
        settings.put("flink.job.name", JobConfig.JOB_NAME);
        return ServiceWiring.build(
                        QueryServiceConfig.of(settings), ServiceWiring.Parts.withProfiler(profiler), Clock.systemUTC())
                .start();
    }

    /** Waits until it says that it is ready. */
    static void awaitReady(int port) throws IOException {
        URI ready = URI.create("http://" + LoopbackPorts.HOST + ":" + port + "/ready");
        HttpRequest request =
                HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
        HttpClient http = HttpClient.newHttpClient();
        Instant deadline = Instant.now().plus(READY_PATIENCE);
        String found = "no answer";
        while (Instant.now().isBefore(deadline)) {
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
                found = answer.statusCode() + " " + answer.body().strip();
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the query service starts", interruption);
            }
        }
        throw new IOException("the query service is not ready after " + READY_PATIENCE.toSeconds() + " s: " + found);
    }
}
