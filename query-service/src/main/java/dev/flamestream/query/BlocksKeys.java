package dev.flamestream.query;

import dev.flamestream.query.blocks.BlocksSettings;
import dev.flamestream.query.cache.CacheSettings;
import dev.flamestream.query.s3.S3Settings;
import java.net.URI;
import java.time.Duration;

/** The keys about where blocks are and how they are read. */
final class BlocksKeys {
    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);

    private BlocksKeys() {}

    static BlocksSettings read(ConfigReader reader) {
        URI root = reader.parsed(
                "blocks.root",
                "file:data",
                "s3://bucket/prefix or file:/folder",
                "Where blocks are, in its folder blocks; beside the process, so that a first look needs no store",
                BlocksKeys::rootOf);
        int maxReadsInFlight = reader.number(
                "blocks.reads.in.flight.max",
                32,
                1,
                1024,
                "Requests to the store at a time, listings included; fills a line of 1 Gbit/s with ranges of 1 MiB at 250 ms each");
        return new BlocksSettings(
                root,
                s3(reader, maxReadsInFlight),
                cache(reader),
                reader.duration(
                        "blocks.listing.max.age",
                        "2s",
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        "A listing no older than this is used again; the job keeps its cuts readable for longer"),
                reader.bytes(
                        "blocks.footer.cache.bytes",
                        "64MiB",
                        1 << 20,
                        64L << 30,
                        "Memory of cached footers, of some 10 KiB each: 6,000 of them, a day of 40 services"),
                maxReadsInFlight);
    }

    private static S3Settings s3(ConfigReader reader, int maxReadsInFlight) {
        return new S3Settings(
                reader.parsed(
                        "blocks.s3.endpoint",
                        "",
                        "a URL or nothing",
                        "Where S3 is; empty for Amazon's own in the region",
                        URI::create),
                reader.text(
                        "blocks.s3.region",
                        "us-east-1",
                        "Region named in signatures; stores beside Amazon's take any. AWS_REGION stands in"),
                reader.flag(
                        "blocks.s3.path.style",
                        true,
                        "Whether the bucket is in the path; stores beside Amazon's rarely have a host name for each"),
                reader.secret(
                        "blocks.s3.access.key",
                        "Empty for what the SDK finds: profile file, container, instance. AWS_ACCESS_KEY_ID stands in"),
                reader.secret("blocks.s3.secret.key", "Goes with the access key. AWS_SECRET_ACCESS_KEY stands in"),
                reader.duration(
                        "blocks.s3.attempt.timeout",
                        "10s",
                        Duration.ofMillis(100),
                        LONGEST_CALL,
                        "Of one request with its body: a range of 4 MiB at 3 Mbit/s"),
                reader.duration(
                        "blocks.s3.call.timeout",
                        "25s",
                        Duration.ofMillis(100),
                        LONGEST_CALL,
                        "Of a request with its tries, 3 at most: two that got no answer and one that gets it"),
                maxReadsInFlight);
    }

    private static CacheSettings cache(ConfigReader reader) {
        return new CacheSettings(
                reader.text(
                        "blocks.cache.dir",
                        "",
                        "Folder of this service alone that caches what was read from S3; empty for no cache, since only who"
                                + " deploys knows which disk may be filled: in a container the default folder may be memory"),
                reader.bytes(
                        "blocks.cache.max.bytes",
                        "10GiB",
                        1 << 20,
                        1L << 50,
                        "How much the cache holds at most; its index takes 200 bytes of memory for each 128 KiB"),
                reader.bytes(
                        "blocks.cache.free.min.bytes",
                        "2GiB",
                        0,
                        1L << 50,
                        "How much of the disk it leaves free: it shrinks when others fill the disk"));
    }

    private static URI rootOf(String text) {
        URI uri = URI.create(text);
        boolean s3 = "s3".equals(uri.getScheme()) && uri.getHost() != null;
        if (!s3 && !"file".equals(uri.getScheme())) {
            throw new IllegalArgumentException(text);
        }
        return uri;
    }
}
