package dev.flamestream.query.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.encoding.StreamDecoderFactory;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.encoding.DecodingService;
import com.linecorp.armeria.server.encoding.EncodingService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.BindableService;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts gRPC services on a server's routes so that gRPC, gRPC-Web and Connect, the latter in JSON and protobuf, all reach the
 * same method under the same path.
 */
final class ApiRoutes {
    private final HttpSettings settings;
    private final TenantRules tenants;

    ApiRoutes(HttpSettings settings, TenantRules tenants) {
        this.settings = settings;
        this.tenants = tenants;
    }

    /** Adds one service with bounds of its own. */
    void add(ServerBuilder server, BindableService service, Bounds bounds, BlockingTaskExecutor threads) {
        GrpcService grpc = GrpcService.builder()
                .addService(service)
                .enableUnframedRequests(true)
                .supportedSerializationFormats(GrpcSerializationFormats.values())
                .maxRequestMessageLength(bounds.maxBytes)
                .jsonMarshallerFactory(descriptor -> new StrictJson())
                .exceptionHandler((context, status, cause, metadata) -> statusOf(cause))
                .unframedGrpcErrorHandler(ErrorBodies::unframed)
                .useBlockingTaskExecutor(true)
                .build();
        HttpService decorated = grpc.decorate(DecodingService.newDecorator(StreamDecoderFactory.gzip()))
                .decorate(gzipOfUnframed())
                .decorate(delegate -> new ConnectProtocol(delegate, settings.requestTimeout()))
                .decorate(bounds.perTenant)
                .decorate(delegate -> new TenantGate(delegate, tenants, bounds.maxTenants))
                .decorate(delegate -> new InFlightLimit(delegate, bounds.name, bounds.maxInFlight, bounds.inFlight));
        String serviceName = service.bindService().getServiceDescriptor().getName();
        for (String method : methodPaths(grpc)) {
            // Any method of HTTP: what is not POST gets its 405 from the protocol, not a 404 from the page's route.
            server.route()
                    .addRoute(Route.builder().exact(method).build())
                    .maxRequestLength(bounds.maxBytes)
                    .blockingTaskExecutor(threads, true)
                    .build(decorated);
        }
        server.route().pathPrefix("/" + serviceName + "/").build(ApiRoutes::unknownMethod);
    }

    /** Bounds of one API, the meter of how near it is to the first, and what bounds each tenant in it. */
    record Bounds(
            String name,
            int maxInFlight,
            AtomicInteger inFlight,
            int maxBytes,
            int maxTenants,
            Function<HttpService, HttpService> perTenant) {}

    private static List<String> methodPaths(GrpcService grpc) {
        return grpc.methods().keySet().stream().map(method -> "/" + method).toList();
    }

    static HttpResponse unknownMethod(ServiceRequestContext context, HttpRequest request) {
        return ErrorBodies.refuse(
                request.headers(), ConnectCode.UNIMPLEMENTED, "no such method here: " + request.path());
    }

    private static Function<? super HttpService, EncodingService> gzipOfUnframed() {
        // gRPC compresses its messages itself, inside the frames.
        return EncodingService.builder()
                .encoderFactories(Gzip.encoder())
                .encodableContentTypes(MediaType.JSON, MediaType.PROTOBUF)
                .newDecorator();
    }

    private static @Nullable Status statusOf(Throwable cause) {
        for (Throwable c = cause; c != null; c = c.getCause()) {
            if (c instanceof InvalidProtocolBufferException) {
                return ConnectCode.INVALID_ARGUMENT.status("not protobuf of the request: " + c.getMessage());
            }
        }
        return null;
    }
}
