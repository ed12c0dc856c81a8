package dev.flamestream.query.blocks;

import dev.flamestream.query.cache.CacheSettings;
import dev.flamestream.query.s3.S3Settings;
import java.net.URI;
import java.time.Duration;

/**
 * Where blocks are and how they are read.
 *
 * @param root {@code file:/folder} or {@code s3://bucket/prefix}; blocks lie in its folder {@code blocks}
 * @param s3 used where the root is in S3
 * @param cache on disk, used where the root is in S3
 * @param maxListingAge a listing no older than this is used again; below the grace time that the job publishes
 * @param footerCacheBytes memory of cached footers
 * @param maxReadsInFlight listings and footers that are read at a time
 */
public record BlocksSettings(
        URI root,
        S3Settings s3,
        CacheSettings cache,
        Duration maxListingAge,
        long footerCacheBytes,
        int maxReadsInFlight) {}
