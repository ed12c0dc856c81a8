package dev.flamestream.query.blocks;

import dev.flamestream.engine.block.store.BlockFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A block in a bucket, read by ranges. Holds nothing open. */
final class S3BlockFile implements BlockFile {
    /** A range that breaks off while it is read is asked for once more; failures before its first byte the client retries. */
    private static final int MAX_TRIES = 2;

    private final S3Client client;
    private final String bucket;
    private final String fullKey;
    private final String objectKey;

    S3BlockFile(S3Client client, String bucket, String fullKey, String objectKey) {
        this.client = client;
        this.bucket = bucket;
        this.fullKey = fullKey;
        this.objectKey = objectKey;
    }

    @Override
    public String objectKey() {
        return objectKey;
    }

    /** Asks the store; a listing knows it for nothing. */
    @Override
    public long sizeBytes() {
        try {
            return client.headObject(HeadObjectRequest.builder()
                            .bucket(bucket)
                            .key(fullKey)
                            .build())
                    .contentLength();
        } catch (SdkException | UncheckedIOException e) {
            throw new UncheckedIOException(new IOException(objectKey + ": " + e.getMessage(), e));
        }
    }

    @Override
    public void readFully(long offset, byte[] target, int targetOffset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        for (int number = 1; ; number++) {
            try {
                readOnce(offset, target, targetOffset, length);
                return;
            } catch (NoSuchFileException e) {
                throw e;
            } catch (IOException e) {
                if (number == MAX_TRIES) {
                    throw e;
                }
            }
        }
    }

    private void readOnce(long offset, byte[] target, int targetOffset, int length) throws IOException {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(bucket)
                .key(fullKey)
                .range("bytes=" + offset + "-" + (offset + length - 1))
                .build();
        try (ResponseInputStream<GetObjectResponse> body = client.getObject(request)) {
            int read = body.readNBytes(target, targetOffset, length);
            if (read != length) {
                throw new EOFException(objectKey + ": expected " + length + " bytes at " + offset + ", found " + read);
            }
        } catch (NoSuchKeyException e) {
            throw new NoSuchFileException(objectKey, null, "the block is gone");
        } catch (SdkException | UncheckedIOException e) {
            throw new IOException(objectKey + ", " + length + " bytes at " + offset + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        // A range is closed as soon as it is read.
    }
}
