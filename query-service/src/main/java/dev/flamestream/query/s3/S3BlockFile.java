package dev.flamestream.query.s3;

import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.RangeRead;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.trace.QueryCost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** A listed block in a bucket, read by ranges, several at a time. Holds nothing open. */
final class S3BlockFile implements BlockFile {
    /**
     * Longer ranges are read in parts of this size, side by side. A store sends the first byte after some 30 to 100 ms and then
     * 50 to 100 MB a second to one reader: a part takes about as long to come as it took to begin.
     */
    static final int MAX_PART_BYTES = 4 << 20;

    private final S3Connection connection;
    private final SideBySide threads;
    private final QueryMetrics metrics;
    private final S3Key key;
    private final long sizeBytes;

    S3BlockFile(S3Connection connection, SideBySide threads, QueryMetrics metrics, S3Key key, long sizeBytes) {
        this.connection = connection;
        this.threads = threads;
        this.metrics = metrics;
        this.key = key;
        this.sizeBytes = sizeBytes;
    }

    @Override
    public String objectKey() {
        return key.objectKey();
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void readFully(long offset, byte[] target, int targetOffset, int length) throws IOException {
        read(List.of(new RangePart(offset, target, targetOffset, length)));
    }

    @Override
    public void readAll(List<RangeRead> reads) throws IOException {
        read(reads.stream()
                .map(read -> new RangePart(read.offset(), read.bytes(), 0, read.bytes().length))
                .toList());
    }

    private void read(List<RangePart> ranges) throws IOException {
        QueryCost cost = QueryCost.current();
        List<SideBySide.Part> parts = new ArrayList<>();
        for (RangePart range : ranges) {
            for (int begin = 0; begin < range.length(); begin += MAX_PART_BYTES) {
                RangePart part = range.part(begin, MAX_PART_BYTES);
                parts.add(() -> readPart(part, cost));
            }
        }
        threads.run(parts);
    }

    private void readPart(RangePart part, QueryCost cost) throws IOException {
        connection.call(S3Operation.GET, key.objectKey(), cost, (client, configuration) -> {
            GetObjectRequest request = GetObjectRequest.builder()
                    .bucket(key.bucket())
                    .key(key.fullKey())
                    .range("bytes=" + part.offset() + "-" + (part.offset() + part.length() - 1))
                    .overrideConfiguration(configuration)
                    .build();
            return client.getObject(request, new RangeBody(part));
        });
        metrics.s3Read(part.length());
        cost.add(QueryCost.Item.S3_BYTES, part.length());
    }

    @Override
    public void close() {
        // A range is closed as soon as it is read.
    }
}
