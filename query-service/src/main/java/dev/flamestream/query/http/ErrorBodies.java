package dev.flamestream.query.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import io.netty.util.AttributeKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How every error leaves the server: {@code {"code":"invalid_argument","message":"..."}} with the code's HTTP status, or for
 * gRPC and gRPC-Web a response of trailers alone.
 */
public final class ErrorBodies implements ServerErrorHandler {
    private static final Logger log = LoggerFactory.getLogger(ErrorBodies.class);
    private static final AttributeKey<HttpStatus> HTTP_STATUS = AttributeKey.valueOf(ErrorBodies.class, "HTTP_STATUS");

    /** The body of an error, for clients that speak Connect or plain HTTP. */
    public static HttpResponse response(HttpStatus httpStatus, ConnectCode code, String message) {
        return aggregated(httpStatus, code, message).toHttpResponse();
    }

    /** As above, with the HTTP status that goes with the code. */
    public static HttpResponse response(ConnectCode code, String message) {
        return response(code.httpStatus(), code, message);
    }

    /** Refuses a request before anything has read it, in the protocol it came in. */
    public static HttpResponse refuse(RequestHeaders request, ConnectCode code, String message) {
        MediaType type = request.contentType();
        if (type == null || !isGrpc(type)) {
            return response(code, message);
        }
        return HttpResponse.of(ResponseHeaders.builder(HttpStatus.OK)
                .contentType(type)
                .setInt(GrpcHeaderNames.GRPC_STATUS, code.grpcCode().value())
                .set(GrpcHeaderNames.GRPC_MESSAGE, percentEncoded(message))
                .build());
    }

    /** Whether a body of this type is framed as gRPC or gRPC-Web does. */
    public static boolean isGrpc(MediaType type) {
        return type.type().equals("application") && type.subtype().startsWith("grpc");
    }

    /** Has an error of this request sent with another HTTP status than the code's own. */
    public static void useStatus(ServiceRequestContext context, HttpStatus httpStatus) {
        context.setAttr(HTTP_STATUS, httpStatus);
    }

    /** The body for what a method of an API failed with. */
    static HttpResponse unframed(ServiceRequestContext context, Status status, AggregatedHttpResponse ignored) {
        // A call that ran out of time is cancelled by the server itself, and would read as if the client had gone.
        ConnectCode code = context.isTimedOut() ? ConnectCode.DEADLINE_EXCEEDED : ConnectCode.of(status.getCode());
        // Armeria hands on what stood in the header grpc-message, as it stood there.
        String description = status.getDescription() == null ? "" : percentDecoded(status.getDescription());
        HttpStatus httpStatus = context.attr(HTTP_STATUS);
        return response(httpStatus == null ? code.httpStatus() : httpStatus, code, description);
    }

    @Override
    public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        if (cause instanceof RequestTimeoutException) {
            return response(ConnectCode.DEADLINE_EXCEEDED, "the request took longer than it was given");
        }
        Status status = Status.fromThrowable(cause);
        if (status.getCode() != Status.Code.UNKNOWN) {
            String description = status.getDescription();
            return response(ConnectCode.of(status.getCode()), description == null ? "" : description);
        }
        return null;
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        if (status.isServerError() && cause != null) {
            log.atError().addKeyValue("status", status.code()).setCause(cause).log("request failed");
        }
        String path = headers == null ? "" : headers.method() + " " + headers.path() + ": ";
        return aggregated(
                status, ConnectCode.of(status), path + (description == null ? status.reasonPhrase() : description));
    }

    private static AggregatedHttpResponse aggregated(HttpStatus httpStatus, ConnectCode code, String message) {
        String body = "{\"code\":\"" + code.wireName() + "\",\"message\":\""
                + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(message)) + "\"}";
        return AggregatedHttpResponse.of(
                ResponseHeaders.builder(httpStatus)
                        .contentType(MediaType.JSON)
                        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                        .build(),
                HttpData.ofUtf8(body));
    }

    /** The gRPC specification's encoding of a message: printable ASCII but the percent sign stands for itself. */
    private static String percentEncoded(String message) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0x20 && b <= 0x7e && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(String.format("%02X", b));
            }
        }
        return encoded.toString();
    }

    /** Undoes {@link #percentEncoded}; what is no encoding stays as it is. */
    private static String percentDecoded(String encoded) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length());
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
