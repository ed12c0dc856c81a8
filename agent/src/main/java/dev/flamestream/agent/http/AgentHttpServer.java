package dev.flamestream.agent.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import dev.flamestream.agent.config.ServerSettings;
import dev.flamestream.agent.scrape.PointStatus;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the agent tells over HTTP: {@code /api/v1/targets}, {@code /metrics}, {@code /ready} and {@code /healthz}.
 *
 * <p>{@code /healthz} is 200 while the process serves; {@code /ready} is 200 until the agent is told to stop, also
 * while Kafka is away: an agent that buffers is at work, and restarting it would lose what it holds.
 */
public final class AgentHttpServer implements AutoCloseable {
    private static final MediaType PROMETHEUS_TEXT = MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

    /** Requests are answered from memory: those that run when the server stops are done at once. */
    private static final Duration QUIET_PERIOD = Duration.ZERO;

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final Server server;

    public AgentHttpServer(
            ServerSettings settings,
            Supplier<List<PointStatus>> targets,
            Supplier<String> metrics,
            BooleanSupplier ready) {
        this.server = Server.builder()
                .http(new InetSocketAddress(settings.address(), settings.port()))
                .gracefulShutdownTimeout(QUIET_PERIOD, STOP_TIMEOUT)
                .service("/api/v1/targets", (ctx, request) -> HttpResponse.ofJson(TargetsPage.of(targets.get())))
                .service("/metrics", (ctx, request) -> HttpResponse.of(HttpStatus.OK, PROMETHEUS_TEXT, metrics.get()))
                .service("/healthz", (ctx, request) -> text(HttpStatus.OK, "ok\n"))
                .service(
                        "/ready",
                        (ctx, request) -> ready.getAsBoolean()
                                ? text(HttpStatus.OK, "ready\n")
                                : text(HttpStatus.SERVICE_UNAVAILABLE, "stopping\n"))
                .build();
    }

    private static HttpResponse text(HttpStatus status, String text) {
        return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text);
    }

    /** Listens; fails with the cause where the port is taken. */
    public void start() {
        server.start().join();
    }

    /** The port it listens on. */
    public int port() {
        return server.activeLocalPort();
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
