package dev.flamestream.query.http;

import com.linecorp.armeria.common.HttpStatus;
import io.grpc.Status;

/** The error codes of the Connect protocol: their name on the wire, and the HTTP status each is sent with. */
public enum ConnectCode {
    CANCELED("canceled", 499, Status.Code.CANCELLED),
    UNKNOWN("unknown", 500, Status.Code.UNKNOWN),
    INVALID_ARGUMENT("invalid_argument", 400, Status.Code.INVALID_ARGUMENT),
    DEADLINE_EXCEEDED("deadline_exceeded", 504, Status.Code.DEADLINE_EXCEEDED),
    NOT_FOUND("not_found", 404, Status.Code.NOT_FOUND),
    ALREADY_EXISTS("already_exists", 409, Status.Code.ALREADY_EXISTS),
    PERMISSION_DENIED("permission_denied", 403, Status.Code.PERMISSION_DENIED),
    RESOURCE_EXHAUSTED("resource_exhausted", 429, Status.Code.RESOURCE_EXHAUSTED),
    FAILED_PRECONDITION("failed_precondition", 400, Status.Code.FAILED_PRECONDITION),
    ABORTED("aborted", 409, Status.Code.ABORTED),
    OUT_OF_RANGE("out_of_range", 400, Status.Code.OUT_OF_RANGE),
    UNIMPLEMENTED("unimplemented", 501, Status.Code.UNIMPLEMENTED),
    INTERNAL("internal", 500, Status.Code.INTERNAL),
    UNAVAILABLE("unavailable", 503, Status.Code.UNAVAILABLE),
    DATA_LOSS("data_loss", 500, Status.Code.DATA_LOSS),
    UNAUTHENTICATED("unauthenticated", 401, Status.Code.UNAUTHENTICATED);

    private final String wireName;
    private final int httpStatus;
    private final Status.Code grpcCode;

    ConnectCode(String wireName, int httpStatus, Status.Code grpcCode) {
        this.wireName = wireName;
        this.httpStatus = httpStatus;
        this.grpcCode = grpcCode;
    }

    /** The name in the body's {@code code}. */
    public String wireName() {
        return wireName;
    }

    /** The HTTP status it goes with. */
    public HttpStatus httpStatus() {
        return HttpStatus.valueOf(httpStatus);
    }

    /** The same as a gRPC code. */
    public Status.Code grpcCode() {
        return grpcCode;
    }

    /** The same as a gRPC status with a message. */
    public Status status(String message) {
        return grpcCode.toStatus().withDescription(message);
    }

    /** The code of a gRPC status that is not OK. */
    public static ConnectCode of(Status.Code grpcCode) {
        for (ConnectCode code : values()) {
            if (code.grpcCode == grpcCode) {
                return code;
            }
        }
        throw new IllegalArgumentException("no error: " + grpcCode);
    }

    /** What a bare HTTP error of the server itself means. */
    public static ConnectCode of(HttpStatus status) {
        return switch (status.code()) {
            case 400, 405, 411, 415, 417 -> INVALID_ARGUMENT;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> NOT_FOUND;
            case 408, 504 -> DEADLINE_EXCEEDED;
            case 413, 414, 429, 431 -> RESOURCE_EXHAUSTED;
            case 499 -> CANCELED;
            case 501 -> UNIMPLEMENTED;
            case 503 -> UNAVAILABLE;
            default -> status.code() < 500 ? INVALID_ARGUMENT : INTERNAL;
        };
    }
}
