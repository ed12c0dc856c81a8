package dev.flamestream.query.s3;

import java.io.IOException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Takes the body of an answer into its place in an array, as a part of the request itself: timeouts and retries of the client
 * so cover a body that breaks off or stands still, and not only what comes before its first byte.
 */
final class RangeBody implements ResponseTransformer<GetObjectResponse, Integer> {
    private final RangePart range;

    RangeBody(RangePart range) {
        this.range = range;
    }

    @Override
    public Integer transform(GetObjectResponse response, AbortableInputStream body) {
        // A store that does not know ranges sends the whole from its beginning, which would be taken for the range.
        String found = String.valueOf(response.contentRange());
        if (!found.startsWith("bytes " + range.offset() + "-")) {
            body.abort();
            throw ShorterBlockException.found(
                    "expected a range that begins at byte " + range.offset() + ", found " + found);
        }
        Long announced = response.contentLength();
        if (announced != null && announced != range.length()) {
            body.abort();
            throw ShorterBlockException.found(
                    "expected " + range.length() + " bytes at " + range.offset() + ", found " + announced);
        }
        int read;
        try {
            read = body.readNBytes(range.target(), range.targetOffset(), range.length());
        } catch (IOException e) {
            throw RetryableException.create("the body broke off: " + e.getMessage(), e);
        }
        if (read != range.length()) {
            throw RetryableException.create("the body broke off: expected " + range.length() + " bytes, found " + read);
        }
        return read;
    }

    @Override
    public String name() {
        return "range";
    }
}
