package dev.flamestream.query.blocks;

import dev.flamestream.query.Secret;
import java.net.URI;

/**
 * How an S3 store is reached.
 *
 * @param endpoint empty for Amazon's own
 * @param region named in signatures
 * @param pathStyle whether the bucket is in the path and not in the host's name
 * @param accessKey empty for what the SDK finds in its environment
 * @param secretKey goes with the access key
 */
public record S3Settings(URI endpoint, String region, boolean pathStyle, Secret accessKey, Secret secretKey) {}
