package dev.flamestream.cluster.s3;

import dev.flamestream.cluster.layout.ClusterFolder;
import dev.flamestream.cluster.layout.ClusterSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** The cluster's bucket, listed over the store's own interface. Close it to let go of the client. */
public final class Bucket implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A run of an hour writes some thousands. */
    private static final int MAX_OBJECTS = 1_000_000;

    private final S3Client client;

    /** A client of a cluster's store, at the port of the server itself or of what stands before it. */
    public Bucket(int port) {
        this.client = S3Client.builder()
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(ClusterSettings.S3_ACCESS_KEY, ClusterSettings.S3_SECRET_KEY)))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(2))
                        .socketTimeout(Duration.ofSeconds(10)))
                .overrideConfiguration(configuration -> configuration.apiCallTimeout(PATIENCE))
                .build();
    }

    /** An object, by its key. */
    public record StoredObject(String key, long bytes, Instant modified) {}

    /** All objects whose key begins so. */
    public List<StoredObject> list(String prefix) throws IOException {
        List<StoredObject> found = new ArrayList<>();
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(ClusterFolder.BUCKET)
                .prefix(prefix)
                .build();
        try {
            while (found.size() <= MAX_OBJECTS) {
                ListObjectsV2Response page = client.listObjectsV2(request);
                page.contents()
                        .forEach(object ->
                                found.add(new StoredObject(object.key(), object.size(), object.lastModified())));
                if (!Boolean.TRUE.equals(page.isTruncated())) {
                    return found;
                }
                request = request.toBuilder()
                        .continuationToken(page.nextContinuationToken())
                        .build();
            }
        } catch (SdkException failure) {
            throw new IOException("bucket " + ClusterFolder.BUCKET + ": " + failure.getMessage(), failure);
        }
        throw new IOException("bucket " + ClusterFolder.BUCKET + ", " + prefix + ": expected at most " + MAX_OBJECTS
                + " objects, found more");
    }

    @Override
    public void close() {
        client.close();
    }
}
