package dev.flamestream.query.s3;

import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.BlockPath;
import dev.flamestream.engine.block.store.BlockStore;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.trace.QueryCost;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Blocks in a bucket. Thread-safe; close it to let go of the client and the threads. */
public final class S3BlockStore implements BlockStore, Closeable {
    /** A day of a tenant at 16 shards, a minute's window and four cuts each; past it, compaction does not run. */
    static final int MAX_BLOCKS_PER_LISTING = 100_000;

    private final S3Connection connection;
    private final SideBySide threads;
    private final QueryMetrics metrics;
    private final String bucket;
    private final String prefix;

    /** A store below {@code s3://bucket/prefix}; connects to nothing yet. */
    public S3BlockStore(URI root, S3Settings settings, QueryMetrics metrics) {
        this.metrics = metrics;
        this.bucket = root.getHost();
        String inner = root.getPath().replaceAll("^/+|/+$", "");
        this.prefix = inner.isEmpty() ? "" : inner + "/";
        this.connection = new S3Connection(bucket, settings, metrics);
        // A part waits for its place and for its answer, each as long as a call may take, and a second for the rest.
        this.threads = new SideBySide(
                "s3-read",
                settings.maxRequestsInFlight(),
                settings.callTimeout().multipliedBy(2).plusSeconds(1));
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
        while (true) {
            ListObjectsV2Response page = listPage(folder, request);
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
    }

    private ListObjectsV2Response listPage(String folder, ListObjectsV2Request request) throws IOException {
        return connection.call(
                S3Operation.LIST,
                "listing of " + folder,
                QueryCost.current(),
                (client, configuration) -> client.listObjectsV2(
                        request.toBuilder().overrideConfiguration(configuration).build()));
    }

    /** Asks for the block's size; a block that was listed is opened without. */
    @Override
    public BlockFile open(String objectKey) throws IOException {
        long sizeBytes = connection.call(
                S3Operation.HEAD,
                objectKey,
                QueryCost.current(),
                (client, configuration) -> client.headObject(HeadObjectRequest.builder()
                                .bucket(bucket)
                                .key(prefix + objectKey)
                                .overrideConfiguration(configuration)
                                .build())
                        .contentLength());
        return open(new ListedBlock(objectKey, sizeBytes));
    }

    @Override
    public BlockFile open(ListedBlock block) {
        S3Key key = new S3Key(bucket, prefix + block.objectKey(), block.objectKey());
        return new S3BlockFile(connection, threads, metrics, key, block.sizeBytes());
    }

    @Override
    public void close() {
        threads.close();
        connection.close();
    }
}
