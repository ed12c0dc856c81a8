package dev.flamestream.standalone.acceptance;

import dev.flamestream.job.FlamestreamJob;
import dev.flamestream.job.JobConfig;
import dev.flamestream.job.JobTopology;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.QueryService;
import dev.flamestream.query.QueryServiceConfig;
import dev.flamestream.query.ServiceWiring;
import dev.flamestream.query.live.HeadStore;
import dev.flamestream.query.live.HostAndPort;
import dev.flamestream.query.live.LiveSettings;
import dev.flamestream.query.live.QueryableStateHeads;
import dev.flamestream.standalone.flink.EmbeddedFlink;
import dev.flamestream.standalone.flink.FlinkSettings;
import dev.flamestream.standalone.flink.LoopbackPorts;
import dev.flamestream.standalone.flink.RunningJob;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;

/** The job on a mini cluster and a query service over it, without the rest of {@code up}: the broker is the test's. */
final class BareJob implements AutoCloseable {
    static final JobID ID = new JobID(0x7465737400000000L, 1);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern REQUEST_ID = Pattern.compile("\"request-id\":\"([0-9a-f]+)\"");
    private static final Pattern LOCATION = Pattern.compile("\"location\":\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final LoopbackPorts ports;
    private final EmbeddedFlink flink;
    private final RunningJob job;
    private final QueryService queries;

    private BareJob(LoopbackPorts ports, EmbeddedFlink flink, RunningJob job, QueryService queries) {
        this.ports = ports;
        this.flink = flink;
        this.job = job;
        this.queries = queries;
    }

    /** Starts the job in so many slots; it goes on from what is below {@code folder/checkpoints/ID}, if anything is. */
    static BareJob start(Path folder, int slots, JobConfig config) throws IOException {
        return start(folder, slots, config, Map.of());
    }

    /** With further settings of the query service. */
    static BareJob start(Path folder, int slots, JobConfig config, Map<String, String> querySettings)
            throws IOException {
        LoopbackPorts ports = LoopbackPorts.choose();
        EmbeddedFlink flink = EmbeddedFlink.start(new FlinkSettings(
                folder.resolve("checkpoints"),
                folder.resolve("scratch"),
                config.checkpointInterval(),
                slots,
                ports,
                Map.of()));
        try {
            RunningJob job = flink.run(
                    ID, FlamestreamJob.settings(config), environment -> JobTopology.build(environment, config));
            job.awaitRunning(PATIENCE);
            return new BareJob(ports, flink, job, queries(ports, config, querySettings));
        } catch (IOException | RuntimeException failure) {
            flink.close();
            throw failure;
        }
    }

    private static QueryService queries(LoopbackPorts ports, JobConfig config, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "http.bind",
                LoopbackPorts.HOST,
                "http.port",
                "0",
                "blocks.root",
                config.blocksUri(),
                "flink.rest.urls",
                "http://" + LoopbackPorts.HOST + ":" + ports.rest(),
                "flink.proxies",
                LoopbackPorts.HOST + ":" + ports.stateProxy(),
                "kafka.bootstrap.servers",
                config.kafka().bootstrapServers(),
                "kafka.group.id",
                config.kafka().groupId(),
                "multitenancy",
                "true"));
        settings.putAll(more);
        return ServiceWiring.build(QueryServiceConfig.of(settings), ServiceWiring.Parts.NONE, Clock.systemUTC())
                .start();
    }

    QuerierApi api() {
        return new QuerierApi(service());
    }

    /** Where the query service answers. */
    URI service() {
        return URI.create("http://" + LoopbackPorts.HOST + ":" + queries.port() + "/");
    }

    /** The job's live heads as they are at each call; to be closed by the caller. */
    HeadStore heads() {
        return QueryableStateHeads.connect(
                new LiveSettings(
                        List.of(URI.create("http://" + LoopbackPorts.HOST + ":" + ports.rest())),
                        List.of(new HostAndPort(LoopbackPorts.HOST, ports.stateProxy())),
                        JobConfig.JOB_NAME,
                        Duration.ZERO,
                        1,
                        PATIENCE,
                        8,
                        1),
                Optional.empty(),
                Clock.systemUTC(),
                new QueryMetrics(new SimpleMeterRegistry()));
    }

    RunningJob job() {
        return job;
    }

    /** Stops the job with a savepoint in Flink's canonical format below a folder, and waits for it; its own folder. */
    Path stopWithSavepoint(Path target) throws Exception {
        String asked = call(HttpRequest.newBuilder(flink.restAddress().resolve("/jobs/" + ID + "/stop"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"targetDirectory\":\"" + target.toUri()
                        + "\",\"drain\":false,\"formatType\":\"CANONICAL\"}")));
        URI status = flink.restAddress().resolve("/jobs/" + ID + "/savepoints/" + first(REQUEST_ID, asked));
        String[] last = {""};
        Await.until("a savepoint", PATIENCE, () -> last[0], () -> {
            last[0] = call(HttpRequest.newBuilder(status));
            return last[0].contains("\"COMPLETED\"");
        });
        return Path.of(URI.create(first(LOCATION, last[0])).getPath());
    }

    private String call(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("expected " + pattern + ", found " + text);
        }
        return matcher.group(1);
    }

    @Override
    public void close() {
        queries.close();
        flink.close();
    }
}
