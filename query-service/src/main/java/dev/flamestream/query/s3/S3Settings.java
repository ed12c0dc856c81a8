package dev.flamestream.query.s3;

import dev.flamestream.query.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * How an S3 store is reached.
 *
 * @param endpoint empty for Amazon's own
 * @param region named in signatures
 * @param pathStyle whether the bucket is in the path and not in the host's name
 * @param accessKey empty for what the SDK finds in its environment
 * @param secretKey goes with the access key
 * @param attemptTimeout of one request, its body included
 * @param callTimeout of all tries of a request together, the pauses between them included
 * @param maxRequestsInFlight requests to the store at a time, listings included
 */
public record S3Settings(
        URI endpoint,
        String region,
        boolean pathStyle,
        Secret accessKey,
        Secret secretKey,
        Duration attemptTimeout,
        Duration callTimeout,
        int maxRequestsInFlight) {
    /** A page of a listing, or a range of 4 MiB on a line that gives one reader 3 Mbit/s. */
    public static final Duration DEFAULT_ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    /** Two tries that got no answer and a third that gets one; below what a query may take. */
    public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(25);
}
