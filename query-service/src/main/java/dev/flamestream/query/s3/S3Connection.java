package dev.flamestream.query.s3;

import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.trace.QueryCost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The one way to a bucket: so many requests at a time, each with a time, each tried again where that can help, each counted.
 *
 * <p>The HTTP client is Apache's: its connections are kept and shared, and bounded by the same number as the requests, so that
 * no request ever waits for a connection. The one of the JDK keeps five a host and has no bound; Netty's and the CRT's bring
 * threads and native code of their own, for reads whose threads have nothing else to do.
 */
final class S3Connection implements AutoCloseable {
    /** Stores answer one request in some thousands with 503, meaning again. */
    static final int MAX_TRIES = 3;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** Between two packets; a store that pauses longer is not going to answer. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(5);

    /** Below the minute after which stores and what stands before them close connections that nobody uses. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(20);

    private final S3Client client;
    private final S3Settings settings;
    private final S3Failures failures;
    private final QueryMetrics metrics;
    private final Semaphore places;

    S3Connection(String bucket, S3Settings settings, QueryMetrics metrics) {
        this.client = client(settings, metrics);
        this.settings = settings;
        this.failures = new S3Failures(settings, bucket);
        this.metrics = metrics;
        // Fair, so that the ranges of a large query do not keep those of small ones waiting.
        this.places = new Semaphore(settings.maxRequestsInFlight(), true);
        metrics.gauge(
                QueryMetrics.Size.S3_IN_FLIGHT,
                places,
                free -> settings.maxRequestsInFlight() - free.availablePermits());
        metrics.gauge(QueryMetrics.Size.S3_IN_FLIGHT_MAX, settings, S3Settings::maxRequestsInFlight);
    }

    /** A request with a client, which fails with the client's exceptions. */
    interface Request<T> {
        /** Sends it; the configuration belongs into the request. */
        T send(S3Client client, AwsRequestOverrideConfiguration configuration);
    }

    /**
     * Sends a request for a query and waits for its answer, no longer than twice the time of a call: once for a place and once
     * for the answer.
     *
     * @param where what it is about, for the message of a failure
     */
    <T> T call(S3Operation operation, String where, QueryCost cost, Request<T> request) throws IOException {
        takePlace(where);
        long begin = System.nanoTime();
        try {
            AwsRequestOverrideConfiguration configuration = AwsRequestOverrideConfiguration.builder()
                    .putExecutionAttribute(AttemptMeter.COST, cost)
                    .putExecutionAttribute(AttemptMeter.OPERATION, operation)
                    .build();
            return request.send(client, configuration);
        } catch (SdkException | UncheckedIOException e) {
            throw failures.of(where, e);
        } finally {
            places.release();
            metrics.s3Called(operation, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private void takePlace(String where) throws IOException {
        try {
            if (!places.tryAcquire(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(where + ": " + settings.maxRequestsInFlight()
                        + " requests to the store are under way, and none ended within "
                        + settings.callTimeout().toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(where + ": interrupted", e);
        }
    }

    private static S3Client client(S3Settings settings, QueryMetrics metrics) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .credentialsProvider(credentials(settings))
                // Stores beside Amazon's do not all know the newer checksums; our blocks bring their own.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(ApacheHttpClient.builder()
                        .maxConnections(settings.maxRequestsInFlight())
                        .connectionMaxIdleTime(MAX_IDLE)
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(SOCKET_TIMEOUT))
                .overrideConfiguration(configuration -> configuration
                        .addExecutionInterceptor(new AttemptMeter(metrics))
                        .apiCallAttemptTimeout(settings.attemptTimeout())
                        .apiCallTimeout(settings.callTimeout())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(MAX_TRIES)
                                .build()));
        if (!settings.endpoint().toString().isEmpty()) {
            builder.endpointOverride(settings.endpoint());
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        if (settings.accessKey().value().isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                settings.accessKey().value(), settings.secretKey().value()));
    }

    @Override
    public void close() {
        client.close();
    }
}
