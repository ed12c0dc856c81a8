package dev.flamestream.query;

import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.query.blocks.BlocksSettings;
import dev.flamestream.query.blocks.S3Settings;
import dev.flamestream.query.http.HttpSettings;
import dev.flamestream.query.live.HostAndPort;
import dev.flamestream.query.live.LiveSettings;
import dev.flamestream.query.push.PushLimits;
import dev.flamestream.query.querier.QuerySettings;
import dev.flamestream.schemas.record.RecordFormat;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that can be set about the query service.
 *
 * @param http port and bounds of the HTTP edge
 * @param query bounds of queries
 * @param push bounds of pushed profiles
 * @param kafka where pushed profiles go
 * @param blocks where stored sections come from
 * @param live where live sections come from
 */
public record QueryServiceConfig(
        HttpSettings http,
        QuerySettings query,
        PushLimits push,
        KafkaSettings kafka,
        BlocksSettings blocks,
        LiveSettings live) {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * Where pushed profiles go.
     *
     * @param bootstrapServers as Kafka's clients take it
     * @param topic as the agents' and the job's
     */
    public record KafkaSettings(String bootstrapServers, String topic) {}

    /** Reads all keys; throws {@link IllegalArgumentException} that names every fault, unknown keys included. */
    public static QueryServiceConfig of(Map<String, String> values) {
        ConfigReader reader = new ConfigReader(values);
        QueryServiceConfig config = new QueryServiceConfig(
                http(reader), query(reader), push(reader), kafka(reader), blocks(reader), live(reader));
        reader.finish();
        return config;
    }

    private static HttpSettings http(ConfigReader reader) {
        return new HttpSettings(
                // All addresses: it is made to be run in a container, whose network says who reaches it.
                reader.text("http.bind", "0.0.0.0"),
                // The port that clients of the Pyroscope API expect.
                reader.number("http.port", 4040, 0, 65_535),
                // Grafana's own proxy gives up after 30 s; command-line exports may ask for a day and take longer.
                reader.duration("http.request.timeout", "60s", SECOND, Duration.ofHours(1)),
                // A query is a selector of some KiB; a dashboard's longest regular expression has come to 200.
                (int) reader.bytes("http.query.max.bytes", "1MiB", 1 << 10, 64 << 20),
                // One profile of the largest size that Kafka takes, and its request around it.
                (int) reader.bytes("http.push.max.bytes", "20MiB", RecordFormat.MAX_RECORD_BYTES, 256 << 20),
                // Eight wait for each thread: at 1 s a query the last of them is answered within 8 s.
                reader.number("http.queries.in.flight.max", 64, 1, 10_000),
                // At three copies of the largest body these are 1 GiB; of the usual 20 KiB they are nothing.
                reader.number("http.pushes.in.flight.max", 16, 1, 10_000),
                // Reading blocks waits for the store as long as it computes, so twice the cores of a 4-core instance.
                reader.number("http.query.threads", 8, 1, 256),
                // Off, so that a first look needs no header; a header that is there counts always.
                reader.flag("multitenancy", false));
    }

    private static QuerySettings query(ConfigReader reader) {
        QueryLimits limits = QueryLimits.DEFAULT;
        QueryLimits read = new QueryLimits(
                reader.number("query.sections.max", limits.maxSections(), 1, Integer.MAX_VALUE),
                reader.number("query.nodes.max", limits.maxNodes(), 1, Integer.MAX_VALUE),
                reader.bytes("query.memory.max", (limits.maxBytes() >> 20) + "MiB", 1 << 20, Long.MAX_VALUE),
                reader.number("query.series.max", limits.maxSeries(), 1, Integer.MAX_VALUE),
                reader.number("query.points.max", limits.maxPoints(), 1, Integer.MAX_VALUE));
        // Every day is a folder to list: a month is 31 requests to the store, side by side.
        Duration maxRange = reader.duration("query.range.max", "31d", SECOND, Duration.ofDays(3660));
        // Both are Pyroscope's: more boxes than 8192 nobody sees, and a million is 100 MB of JSON.
        int maxNodes = reader.number("query.flamegraph.nodes.max", 1 << 20, 1, 1 << 24);
        int defaultNodes = reader.number("query.flamegraph.nodes.default", Math.min(8192, maxNodes), 1, maxNodes);
        return new QuerySettings(read, maxRange, defaultNodes, maxNodes);
    }

    private static PushLimits push(ConfigReader reader) {
        PushLimits limits = PushLimits.DEFAULT;
        return new PushLimits(
                reader.number("push.labels.max", limits.maxLabels(), 1, 1000),
                reader.number("push.label.name.max.bytes", limits.maxLabelNameBytes(), 1, 32 << 10),
                reader.number("push.label.value.max.bytes", limits.maxLabelValueBytes(), 1, 32 << 10));
    }

    private static KafkaSettings kafka(ConfigReader reader) {
        return new KafkaSettings(
                // Where a broker that was just unpacked listens.
                reader.text("kafka.bootstrap.servers", "localhost:9092"),
                reader.text("kafka.topic", RecordFormat.TOPIC));
    }

    private static BlocksSettings blocks(ConfigReader reader) {
        // Beside the process, so that a first look needs no store.
        URI root = reader.parsed(
                "blocks.root", "file:data", "s3://bucket/prefix or file:/folder", QueryServiceConfig::rootOf);
        S3Settings s3 = new S3Settings(
                // Empty: Amazon's own endpoint of the region.
                reader.parsed("blocks.s3.endpoint", "", "a URL or nothing", URI::create),
                // Every store but Amazon's takes any region, and most of their examples say this one.
                reader.text("blocks.s3.region", "us-east-1"),
                // Stores beside Amazon's rarely have a host name for each bucket.
                reader.flag("blocks.s3.path.style", true),
                // Empty: what the SDK finds: environment, profile file, container or instance.
                reader.secret("blocks.s3.access.key"),
                reader.secret("blocks.s3.secret.key"));
        return new BlocksSettings(
                root,
                s3,
                // A listing costs a request; the job keeps its cuts readable for longer than this.
                reader.duration("blocks.listing.max.age", "2s", Duration.ZERO, Duration.ofMinutes(1)),
                // A footer is some 10 KiB: 6,000 of them, a day of 40 services.
                reader.bytes("blocks.footer.cache.bytes", "64MiB", 1 << 20, 64L << 30),
                // Enough to list a month and to fill a 1 Gbit/s line with ranges of 1 MiB at 100 ms each.
                reader.number("blocks.reads.in.flight.max", 32, 1, 1024));
    }

    private static LiveSettings live(ConfigReader reader) {
        List<URI> restUrls = reader.parsed(
                "flink.rest.urls", "http://localhost:8081", "URLs between commas", QueryServiceConfig::urlsOf);
        List<HostAndPort> proxies = reader.parsed(
                "flink.proxies", "localhost:9069", "host:port between commas", QueryServiceConfig::hostsOf);
        return new LiveSettings(
                restUrls,
                proxies,
                reader.text("flink.job.name", "flamestream"),
                // What a person who reloads a page cannot tell from now.
                reader.duration("heads.max.age", "1s", Duration.ZERO, Duration.ofMinutes(1)),
                // A head is at most 8 MiB: the heads of 4 shards of 8 busy services.
                reader.bytes("heads.cache.bytes", "256MiB", 1 << 20, 64L << 30),
                // The largest head takes 40 ms, and a proxy that lost its job manager answers never.
                reader.duration("heads.read.timeout", "2s", Duration.ofMillis(10), Duration.ofMinutes(1)),
                // Reads of 4 MiB, so that 64 MiB are on their way at most.
                reader.number("heads.reads.in.flight.max", 16, 1, 1024),
                // As the job's own default; each shard is one state read.
                reader.number("shards", 4, 1, 4096));
    }

    private static URI rootOf(String text) {
        URI uri = URI.create(text);
        boolean s3 = "s3".equals(uri.getScheme()) && uri.getHost() != null;
        if (!s3 && !"file".equals(uri.getScheme())) {
            throw new IllegalArgumentException(text);
        }
        return uri;
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
