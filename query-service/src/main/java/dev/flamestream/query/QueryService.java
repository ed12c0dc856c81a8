package dev.flamestream.query;

import com.linecorp.armeria.server.Server;
import dev.flamestream.query.http.HttpSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service. How it stops:
 *
 * <ol>
 *   <li>Draining says at {@code /ready} that it is not ready, and goes on answering, for as long as load balancers need to see it.
 *   <li>Closing refuses what is new, lets requests in flight end for a bounded time, then closes what they were using.
 * </ol>
 */
public final class QueryService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(QueryService.class);

    /** What closing sockets and threads takes beside the requests in flight. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Server server;
    private final StoreReadiness readiness;
    private final HttpSettings settings;
    private final List<AutoCloseable> owned;

    /** Owns the server and, in the order in which they are to be closed, what stands behind it. */
    QueryService(Server server, StoreReadiness readiness, HttpSettings settings, List<AutoCloseable> owned) {
        this.server = server;
        this.readiness = readiness;
        this.settings = settings;
        this.owned = List.copyOf(owned);
    }

    /** Listens; throws if the port cannot be had. */
    public QueryService start() {
        try {
            server.start().join();
        } catch (CompletionException e) {
            close();
            throw new IllegalStateException("the query service cannot listen: " + e.getCause(), e);
        }
        log.atInfo().addKeyValue("port", port()).log("query service listens");
        return this;
    }

    /** The port that it listens on. */
    public int port() {
        return server.activeLocalPort();
    }

    /** Says that it is not ready, and returns when whoever sends requests has had the time to see it. */
    public void drain() {
        readiness.stopping();
        log.atInfo()
                .addKeyValue("durationMillis", settings.drainTime().toMillis())
                .log("query service stops, and is not ready from now on");
        try {
            TimeUnit.MILLISECONDS.sleep(settings.drainTime().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        readiness.stopping();
        try {
            server.stop().get(settings.shutdownGrace().plus(CLOSING).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("requests in flight were cut off");
        }
        for (AutoCloseable each : owned) {
            try {
                each.close();
            } catch (Exception e) {
                // The rest must be closed all the same.
                log.atWarn().addKeyValue("error", e.toString()).log("part of the query service did not close");
            }
        }
    }
}
