package dev.flamestream.query.blocks;

import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.BlockPath;
import dev.flamestream.engine.block.store.BlockStore;
import dev.flamestream.engine.block.store.ListedBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Blocks in a bucket. Thread-safe; close it to let go of the client. */
public final class S3BlockStore implements BlockStore, AutoCloseable {
    /** A day of a tenant at 16 shards, a minute's window and four cuts each; past it, compaction does not run. */
    static final int MAX_BLOCKS_PER_LISTING = 100_000;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** Between two packets; a store that pauses longer is not going to answer. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(5);

    /** One try: a listing page, or a range of some MiB on a slow line. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    /** All tries together, below what a query may take. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(25);

    /** Stores answer one request in some thousands with 503, meaning again. */
    private static final int MAX_TRIES = 3;

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /** A store below {@code s3://bucket/prefix}; connects to nothing yet. */
    public S3BlockStore(URI root, S3Settings settings) {
        this.client = client(settings);
        this.bucket = root.getHost();
        String path = root.getPath();
        String inner = path.replaceAll("^/+|/+$", "");
        this.prefix = inner.isEmpty() ? "" : inner + "/";
    }

    private static S3Client client(S3Settings settings) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .credentialsProvider(credentials(settings))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(SOCKET_TIMEOUT))
                .overrideConfiguration(configuration -> configuration
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .apiCallTimeout(CALL_TIMEOUT)
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
    public List<ListedBlock> list(String tenant, LocalDate first, LocalDate last) throws IOException {
        List<ListedBlock> blocks = new ArrayList<>();
        for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
            listFolder(prefix + BlockPath.folder(tenant, date), blocks);
        }
        return blocks;
    }

    private void listFolder(String folder, List<ListedBlock> blocks) throws IOException {
        ListObjectsV2Request request =
                ListObjectsV2Request.builder().bucket(bucket).prefix(folder).build();
        try {
            while (true) {
                ListObjectsV2Response page = client.listObjectsV2(request);
                for (S3Object object : page.contents()) {
                    String name = object.key().substring(folder.length());
                    if (BlockPath.isBlockName(name) && name.indexOf('/') < 0) {
                        blocks.add(new ListedBlock(object.key().substring(prefix.length()), object.size()));
                    }
                }
                if (blocks.size() > MAX_BLOCKS_PER_LISTING) {
                    throw new IOException(folder + ": expected at most " + MAX_BLOCKS_PER_LISTING
                            + " blocks, found more; is compaction running?");
                }
                if (!Boolean.TRUE.equals(page.isTruncated())) {
                    return;
                }
                request = request.toBuilder()
                        .continuationToken(page.nextContinuationToken())
                        .build();
            }
        } catch (NoSuchBucketException e) {
            throw new IOException("bucket " + bucket + ": expected it to exist", e);
        } catch (SdkException | UncheckedIOException e) {
            throw new IOException("bucket " + bucket + ", listing of " + folder + ": " + e.getMessage(), e);
        }
    }

    @Override
    public BlockFile open(String objectKey) {
        return new S3BlockFile(client, bucket, prefix + objectKey, objectKey);
    }

    @Override
    public void close() {
        client.close();
    }
}
