package dev.flamestream.query.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What unary Connect asks for beyond gRPC's unframed requests: its media types, its deadline header, and its refusals.
 *
 * <p>Framed gRPC and gRPC-Web pass through. Source: the Connect protocol's reference, unary requests.
 */
final class ConnectProtocol extends SimpleDecoratingHttpService {
    private static final MediaType CONNECT_PROTO = MediaType.create("application", "proto");
    private static final String TIMEOUT_HEADER = "connect-timeout-ms";

    /** Ten digits are what the protocol allows: 115 days. */
    private static final int MAX_TIMEOUT_DIGITS = 10;

    /** More than this a client may ask for but does not get: the server's own limit on a request. */
    private final Duration maxTimeout;

    ConnectProtocol(HttpService delegate, Duration maxTimeout) {
        super(delegate);
        this.maxTimeout = maxTimeout;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        RequestHeaders headers = request.headers();
        MediaType type = headers.contentType();
        if (headers.method() != HttpMethod.POST) {
            return methodNotAllowed(headers.method());
        }
        if (type != null && ErrorBodies.isGrpc(type)) {
            return unwrap().serve(context, request);
        }
        if (type == null || !(type.is(CONNECT_PROTO) || type.is(MediaType.JSON))) {
            return ErrorBodies.response(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    ConnectCode.INVALID_ARGUMENT,
                    "expected content type application/json or application/proto, found "
                            + headers.get(HttpHeaderNames.CONTENT_TYPE, "none"));
        }
        String encoding =
                headers.get(HttpHeaderNames.CONTENT_ENCODING, "identity").toLowerCase(Locale.ROOT);
        if (!encoding.equals("identity") && !encoding.equals("gzip")) {
            return ErrorBodies.response(
                    ConnectCode.UNIMPLEMENTED, "expected content encoding gzip or identity, found " + encoding);
        }
        Optional<HttpResponse> refusal = applyTimeout(context, headers.get(TIMEOUT_HEADER, ""));
        return refusal.isPresent() ? refusal.get() : translated(context, request, type);
    }

    private static HttpResponse methodNotAllowed(HttpMethod method) {
        HttpResponse response = ErrorBodies.response(
                HttpStatus.METHOD_NOT_ALLOWED, ConnectCode.INVALID_ARGUMENT, "expected POST, found " + method);
        return response.mapHeaders(
                headers -> headers.withMutations(builder -> builder.set(HttpHeaderNames.ALLOW, "POST")));
    }

    private Optional<HttpResponse> applyTimeout(ServiceRequestContext context, String header) {
        if (header.isEmpty()) {
            return Optional.empty();
        }
        boolean digits = header.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || header.length() > MAX_TIMEOUT_DIGITS) {
            return Optional.of(ErrorBodies.response(
                    ConnectCode.INVALID_ARGUMENT,
                    "Connect-Timeout-Ms: expected at most " + MAX_TIMEOUT_DIGITS + " digits, found " + header));
        }
        // Zero would switch the timeout off, and means that no time is left.
        long millis = Math.max(1, Math.min(Long.parseLong(header), maxTimeout.toMillis()));
        context.setRequestTimeout(TimeoutMode.SET_FROM_START, Duration.ofMillis(millis));
        return Optional.empty();
    }

    private HttpResponse translated(ServiceRequestContext context, HttpRequest request, MediaType type)
            throws Exception {
        RequestHeaders translated = request.headers().withMutations(headers -> {
            if (headers.get(HttpHeaderNames.CONTENT_ENCODING, "").equalsIgnoreCase("identity")) {
                headers.remove(HttpHeaderNames.CONTENT_ENCODING);
            }
            headers.contentType(type.is(CONNECT_PROTO) ? MediaType.PROTOBUF : MediaType.JSON);
        });
        HttpRequest inner = request.withHeaders(translated);
        context.updateRequest(inner);
        return unwrap().serve(context, inner).mapHeaders(ConnectProtocol::withoutGrpc);
    }

    private static ResponseHeaders withoutGrpc(ResponseHeaders headers) {
        ResponseHeadersBuilder builder = headers.toBuilder();
        builder.remove(GrpcHeaderNames.GRPC_STATUS);
        builder.remove(GrpcHeaderNames.GRPC_MESSAGE);
        builder.remove(GrpcHeaderNames.GRPC_ENCODING);
        builder.remove(GrpcHeaderNames.GRPC_ACCEPT_ENCODING);
        MediaType type = headers.contentType();
        if (type != null && type.is(MediaType.PROTOBUF)) {
            builder.contentType(CONNECT_PROTO);
        }
        return builder.build();
    }
}
