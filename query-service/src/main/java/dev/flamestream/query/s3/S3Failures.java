package dev.flamestream.query.s3;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the client's exceptions mean, each as one line that says where, what, and what can be done about it. */
final class S3Failures {
    private final S3Settings settings;
    private final String bucket;

    S3Failures(S3Settings settings, String bucket) {
        this.settings = settings;
        this.bucket = bucket;
    }

    /** The failure of a request about something below the root of the store. */
    IOException of(String where, RuntimeException failure) {
        String place = "bucket " + bucket + ", " + where + ": ";
        if (failure instanceof NoSuchBucketException) {
            return new IOException("bucket " + bucket + ": expected it to exist at " + endpoint(), failure);
        }
        if (failure instanceof NoSuchKeyException) {
            return gone(where, failure);
        }
        if (failure instanceof S3Exception answer) {
            return answered(where, place, answer);
        }
        if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
            return new IOException(
                    place + "no whole answer from " + endpoint() + " within "
                            + (failure instanceof ApiCallTimeoutException
                                    ? settings.callTimeout().toMillis() + " ms, all tries together"
                                    : settings.attemptTimeout().toMillis() + " ms, at each of " + S3Connection.MAX_TRIES
                                            + " tries"),
                    failure);
        }
        return notAnswered(place, failure);
    }

    private IOException answered(String where, String place, S3Exception answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null ? "" : " " + details.errorCode();
        String said = answer.statusCode() + code;
        return switch (answer.statusCode()) {
            case 401, 403 ->
                new IOException(
                        place + "access denied (" + said
                                + "); check blocks.s3.access.key, blocks.s3.secret.key and the bucket's policy",
                        answer);
            // An answer without a body, as that of a HEAD request, has no code.
            case 404 -> gone(where, answer);
            case 416 -> shorter(place, answer);
            case 301, 307, 400 ->
                new IOException(
                        place + "refused (" + said + "); is " + settings.region() + " the bucket's region?", answer);
            case 429, 500, 502, 503, 504 ->
                new IOException(
                        place + "the store is busy (" + said + ") after " + S3Connection.MAX_TRIES + " tries", answer);
            default -> new IOException(place + "refused (" + said + ")", answer);
        };
    }

    private IOException notAnswered(String place, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return new IOException(
                        place + endpoint() + " cannot be reached: " + oneLine(String.valueOf(cause.getMessage())),
                        failure);
            }
            if (cause instanceof SocketTimeoutException) {
                return new IOException(
                        place + endpoint() + " went silent, at each of " + S3Connection.MAX_TRIES + " tries: "
                                + oneLine(String.valueOf(cause.getMessage())),
                        failure);
            }
            if (cause instanceof ShorterBlockException) {
                return shorter(place, failure);
            }
        }
        if (failure instanceof AbortedException) {
            return new IOException(place + "interrupted", failure);
        }
        return new IOException(place + oneLine(String.valueOf(failure.getMessage())), failure);
    }

    private static EOFException shorter(String place, RuntimeException cause) {
        EOFException shorter = new EOFException(place + "the block is shorter than its listing said");
        shorter.initCause(cause);
        return shorter;
    }

    private static NoSuchFileException gone(String where, RuntimeException cause) {
        NoSuchFileException gone = new NoSuchFileException(where, null, "the block is gone");
        gone.initCause(cause);
        return gone;
    }

    private String endpoint() {
        String endpoint = settings.endpoint().toString();
        return endpoint.isEmpty() ? "Amazon S3 in " + settings.region() : endpoint;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
