package dev.flamestream.query.s3;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before an S3 server and is slow, busy or rude for a while; counts what comes. */
public final class FaultyS3 implements AutoCloseable {
    /** Requests to come that are answered with 503. */
    final AtomicInteger busy = new AtomicInteger();

    /** Answers to come that break off in the middle of their body. */
    final AtomicInteger broken = new AtomicInteger();

    /** How long each answer is kept. */
    public volatile Duration delay = Duration.ZERO;

    /** The ranges that were asked for; the path for requests without one. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    final AtomicInteger inFlightMax = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final WebClient behind;
    private final Server server;

    /** Passes on to a server. */
    public FaultyS3(S3Server behind) {
        this.behind = WebClient.builder("h1c://127.0.0.1:" + behind.port())
                .maxResponseLength(0)
                .build();
        this.server = Server.builder()
                .http(0)
                .requestTimeoutMillis(0)
                .serviceUnder("/", this::serve)
                .build();
        server.start().join();
    }

    /** Where it listens. */
    public int port() {
        return server.activeLocalPort();
    }

    private HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        requests.add(request.headers().get(HttpHeaderNames.RANGE, request.path()));
        inFlightMax.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        CompletableFuture<HttpResponse> answer = request.aggregate()
                .thenCompose(whole -> behind.execute(whole).aggregate())
                .thenApply(this::spoilt);
        CompletableFuture<HttpResponse> late = new CompletableFuture<>();
        var unused = answer.whenComplete((response, failure) -> {
            var unusedTask = context.eventLoop()
                    .schedule(
                            () -> {
                                inFlight.decrementAndGet();
                                late.complete(failure == null ? response : HttpResponse.ofFailure(failure));
                            },
                            delay.toMillis(),
                            TimeUnit.MILLISECONDS);
        });
        return HttpResponse.of(late);
    }

    private HttpResponse spoilt(AggregatedHttpResponse answer) {
        if (take(busy)) {
            return HttpResponse.of(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    MediaType.XML_UTF_8,
                    "<Error><Code>SlowDown</Code><Message>again</Message></Error>");
        }
        if (take(broken)) {
            HttpResponseWriter writer = HttpResponse.streaming();
            writer.write(answer.headers());
            byte[] body = answer.content().array();
            writer.write(HttpData.copyOf(body, 0, body.length / 2));
            writer.close(new IOException("broken off on purpose"));
            return writer;
        }
        return answer.toHttpResponse();
    }

    private static boolean take(AtomicInteger left) {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
