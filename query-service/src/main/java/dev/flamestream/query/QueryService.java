package dev.flamestream.query;

import com.linecorp.armeria.server.Server;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service. Closing it lets requests in flight end for a bounded time, then closes what they were using. */
public final class QueryService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(QueryService.class);

    /** Above the grace that the server itself gives to requests in flight. */
    private static final long CLOSE_SECONDS = 15;

    private final Server server;
    private final List<AutoCloseable> owned;

    /** Owns the server and, in the order in which they are to be closed, what stands behind it. */
    QueryService(Server server, List<AutoCloseable> owned) {
        this.server = server;
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

    @Override
    public void close() {
        try {
            server.stop().get(CLOSE_SECONDS, TimeUnit.SECONDS);
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
