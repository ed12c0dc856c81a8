package dev.flamestream.query;

import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.query.blocks.BlocksSettings;
import dev.flamestream.query.http.HttpSettings;
import dev.flamestream.query.kafka.KafkaConnection;
import dev.flamestream.query.live.HostAndPort;
import dev.flamestream.query.live.LiveSettings;
import dev.flamestream.query.live.WatchedTopic;
import dev.flamestream.query.querier.QuerySettings;
import dev.flamestream.query.trace.TracingSettings;
import dev.flamestream.schemas.record.RecordFormat;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set about the query service.
 *
 * @param http port and bounds of the HTTP edge
 * @param query bounds of queries
 * @param tenants what is known of tenants
 * @param kafka where pushed profiles go
 * @param blocks where stored sections come from
 * @param live where live sections come from
 * @param tracing whether and where traces of queries go
 */
public record QueryServiceConfig(
        HttpSettings http,
        QuerySettings query,
        TenantFiles tenants,
        KafkaSettings kafka,
        BlocksSettings blocks,
        LiveSettings live,
        TracingSettings tracing) {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * Where pushed profiles go, and where it is seen what the job has read of them.
     *
     * @param connection brokers, and what proves to them who we are
     * @param topic as the agents' and the job's
     * @param rejectedTopic where refused ones go, whole, as the job's
     * @param groupId as the job's
     * @param watchesReplay whether answers say that the job has not read again what it had read before it restarted
     */
    public record KafkaSettings(
            KafkaConnection connection, String topic, String rejectedTopic, String groupId, boolean watchesReplay) {
        /** The topic that the job's progress is watched in; nothing if it is not. */
        Optional<WatchedTopic> watchedTopic() {
            return watchesReplay ? Optional.of(new WatchedTopic(connection, topic, groupId)) : Optional.empty();
        }
    }

    /**
     * What is known of tenants.
     *
     * @param limits file of what each may do; empty for none
     * @param tokens file of the tokens that stand for them; empty for none
     */
    public record TenantFiles(String limits, String tokens) {}

    /** Reads all keys; throws {@link IllegalArgumentException} that names every fault, unknown keys included. */
    public static QueryServiceConfig of(Map<String, String> values) {
        ConfigReader reader = new ConfigReader(values);
        QueryServiceConfig config = read(reader);
        reader.finish();
        return config;
    }

    /** Everything that can be set, in the order in which it is documented. */
    public static List<ConfigKey> keys() {
        ConfigReader reader = new ConfigReader(Map.of());
        var unused = read(reader);
        return reader.keys();
    }

    private static QueryServiceConfig read(ConfigReader reader) {
        return new QueryServiceConfig(
                http(reader),
                query(reader),
                tenants(reader),
                kafka(reader),
                BlocksKeys.read(reader),
                live(reader),
                tracing(reader));
    }

    private static HttpSettings http(ConfigReader reader) {
        return new HttpSettings(
                reader.text("http.bind", "0.0.0.0", "Address to listen on; by default every one there is"),
                reader.number("http.port", 4040, 0, 65_535, "Port, 0 for any free one; Pyroscope clients expect 4040"),
                reader.duration(
                        "http.request.timeout",
                        "60s",
                        SECOND,
                        Duration.ofHours(1),
                        "Longest time of a request; Grafana gives up after 30 s, an export of a day may take longer"),
                (int) reader.bytes(
                        "http.query.max.bytes",
                        "1MiB",
                        1 << 10,
                        64 << 20,
                        "Largest body of a query, decompressed; a dashboard's longest selector has come to 200 KiB"),
                (int)
                        reader.bytes(
                                "http.push.max.bytes",
                                "20MiB",
                                RecordFormat.MAX_RECORD_BYTES,
                                256 << 20,
                                "Largest body of a push, decompressed: a profile of the largest size that Kafka takes, and its request"),
                inFlight(
                        reader,
                        "http.queries.in.flight.max",
                        64,
                        "Queries that run or wait, others are refused; 8 for each thread, so that at 1 s a query the last waits 8 s"),
                inFlight(
                        reader,
                        "http.pushes.in.flight.max",
                        16,
                        "Pushes that run or wait for Kafka; at three copies of the largest body these are 1 GiB"),
                reader.number(
                        "http.query.threads",
                        8,
                        1,
                        256,
                        "Queries at a time; they wait for the store as long as they compute: twice the cores of 4"),
                reader.flag(
                        "multitenancy",
                        false,
                        "Whether there are several tenants: a request must say whose it is, by the header X-Scope-OrgID or a token. Off, everything is the tenant anonymous, whatever a request says"),
                stopTime(
                        reader,
                        "http.drain.time",
                        "3s",
                        "How long, at a stop, /ready says no while requests are still taken: what a load balancer needs to see it"),
                stopTime(
                        reader,
                        "http.shutdown.grace",
                        "10s",
                        "How long requests in flight may go on after that; with the drain time below the grace of the container"));
    }

    private static int inFlight(ConfigReader reader, String key, int fallback, String meaning) {
        return reader.number(key, fallback, 1, 10_000, meaning);
    }

    private static Duration stopTime(ConfigReader reader, String key, String fallback, String meaning) {
        return reader.duration(key, fallback, Duration.ZERO, Duration.ofMinutes(5), meaning);
    }

    private static QuerySettings query(ConfigReader reader) {
        QueryLimits limits = QueryLimits.DEFAULT;
        int max = Integer.MAX_VALUE;
        QueryLimits read = new QueryLimits(
                reader.number("query.sections.max", limits.maxSections(), 1, max, "Sections that a query may read"),
                reader.number("query.nodes.max", limits.maxNodes(), 1, max, "Nodes of the tree that a query adds up"),
                reader.bytes(
                        "query.memory.max",
                        (limits.maxBytes() >> 20) + "MiB",
                        1 << 20,
                        Long.MAX_VALUE,
                        "Memory of a query; lowered where that of all threads would pass half of the heap"),
                reader.number("query.series.max", limits.maxSeries(), 1, max, "Series in an answer"),
                reader.number("query.points.max", limits.maxPoints(), 1, max, "Points in an answer"));
        Duration maxRange = reader.duration(
                "query.range.max",
                "31d",
                SECOND,
                Duration.ofDays(3660),
                "Longest time range; every day is a folder to list, a month is 31 requests side by side");
        int maxNodes = reader.number(
                "query.flamegraph.nodes.max",
                1 << 20,
                1,
                1 << 24,
                "Nodes of a flame graph that may be asked for: 100 MB of JSON");
        int defaultNodes = reader.number(
                "query.flamegraph.nodes.default",
                Math.min(8192, maxNodes),
                1,
                maxNodes,
                "Nodes of a flame graph where the request names no number; nobody sees more boxes");
        return new QuerySettings(read, maxRange, defaultNodes, maxNodes);
    }

    private static TenantFiles tenants(ConfigReader reader) {
        return new TenantFiles(
                reader.text(
                        "limits.file",
                        "",
                        "File of what each tenant may do, as the job's `limits`; it is read again every 10 s. Empty for none"),
                reader.text(
                        "tokens.file",
                        "",
                        "File of tokens and their tenants, read again every 10 s; with it a request needs a token. Empty for none"));
    }

    private static KafkaSettings kafka(ConfigReader reader) {
        String servers = reader.text(
                "kafka.bootstrap.servers",
                "localhost:9092",
                "Brokers that pushed profiles go to, host:port between commas");
        Map<String, String> properties = reader.family(
                "kafka.property.",
                "Setting of Kafka's clients under its own name, for TLS and SASL: security.protocol, sasl.mechanism,"
                        + " sasl.jaas.config, ssl.truststore.location, ...",
                KafkaConnection.propertyNames(),
                KafkaConnection::expectedInsteadOf);
        return new KafkaSettings(
                new KafkaConnection(servers, properties),
                reader.text(
                        "kafka.topic", RecordFormat.TOPIC, "Topic of pushed profiles, as the agents' and the job's"),
                reader.text(
                        "kafka.rejected.topic",
                        RecordFormat.REJECTED_TOPIC,
                        "Topic of those that are refused for good, as the job's rejected-topic"),
                reader.text(
                        "kafka.group.id",
                        "flamestream",
                        "Group that the job commits its offsets under, as its group-id; is read and never joined"),
                reader.flag(
                        "kafka.replay.watch",
                        true,
                        "Whether answers say that the job has not yet read again what it had read before it restarted, or that Kafka is away; needs access to Kafka"));
    }

    private static LiveSettings live(ConfigReader reader) {
        List<URI> restUrls = reader.parsed(
                "flink.rest.urls",
                "http://localhost:8081",
                "URLs between commas",
                "Flink's REST API, all of its addresses",
                QueryServiceConfig::urlsOf);
        List<HostAndPort> proxies = reader.parsed(
                "flink.proxies",
                "localhost:9069",
                "host:port between commas",
                "Queryable-state proxies of the TaskManagers; one that is alive is enough",
                QueryServiceConfig::hostsOf);
        return new LiveSettings(
                restUrls,
                proxies,
                reader.text("flink.job.name", "flamestream", "Name that the job is found by"),
                reader.duration(
                        "heads.max.age",
                        "1s",
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        "A live head no older than this is used again; who reloads a page cannot tell it from now"),
                reader.bytes(
                        "heads.cache.bytes",
                        "256MiB",
                        1 << 20,
                        64L << 30,
                        "Memory of cached heads; one is mostly below 8 MiB: 4 shards of 8 busy services; one of heap profiles takes up to 56 MiB"),
                reader.duration(
                        "heads.read.timeout",
                        "2s",
                        Duration.ofMillis(10),
                        Duration.ofMinutes(1),
                        "Longest time of a state read; the largest head takes 40 ms"),
                reader.number(
                        "heads.reads.in.flight.max",
                        16,
                        1,
                        1024,
                        "State reads at a time, of some MiB: 64 MiB are on their way at most"),
                reader.number(
                        "shards",
                        4,
                        1,
                        4096,
                        "Shards of a tenant that are looked at in any case, each one state read; those beyond are found through the first. 1 suffices once no head of a job of 0.1 or before is live"));
    }

    private static TracingSettings tracing(ConfigReader reader) {
        URI endpoint = reader.parsed(
                "tracing.otlp.endpoint",
                "",
                "a URL or nothing",
                "OTLP receiver for traces of queries, over HTTP, as http://collector:4318; empty for no traces",
                text -> text.isEmpty() ? URI.create("") : urlsOf(text).get(0));
        double ratio = reader.parsed(
                "tracing.sampled.ratio",
                "1",
                "a number from 0 to 1",
                "Part of the queries that is traced where the caller has not decided by its traceparent",
                QueryServiceConfig::ratioOf);
        return new TracingSettings(endpoint, ratio);
    }

    private static double ratioOf(String text) {
        double ratio = Double.parseDouble(text);
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(text);
        }
        return ratio;
    }

    private static List<URI> urlsOf(String text) {
        return ConfigReader.split(text).stream()
                .map(URI::create)
                .peek(uri -> {
                    if (uri.getScheme() == null || !uri.getScheme().startsWith("http") || uri.getHost() == null) {
                        throw new IllegalArgumentException(uri.toString());
                    }
                })
                .toList();
    }

    private static List<HostAndPort> hostsOf(String text) {
        return ConfigReader.split(text).stream().map(HostAndPort::parse).toList();
    }
}
