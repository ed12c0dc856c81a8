package dev.flamestream.query.live;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.flamestream.engine.head.HeadKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy whose client is made anew when nothing has been answered for a while. Thread-safe.
 *
 * <p>Flink's client may keep a connection that failed for as long as it lives, and then answers each read with that failure: it
 * registers what forgets a failed connection only after it has begun to connect, and a refusal that is faster is never forgotten.
 * While a TaskManager starts anew, that happens within some hundred tries. A TaskManager may also come back at another address.
 */
final class RenewedStateProxy implements StateProxy {
    private static final Logger log = LoggerFactory.getLogger(RenewedStateProxy.class);

    /** Longer than a read may take, short beside a failover. */
    static final Duration RENEW_AFTER = Duration.ofSeconds(5);

    /** Makes the client of an address. */
    @FunctionalInterface
    interface Connecting {
        StateProxy connect(HostAndPort address) throws IOException;
    }

    private final HostAndPort address;
    private final Connecting connecting;
    private final Ticker ticker;

    private @Nullable StateProxy client;
    private boolean isClosed;
    /** Whether something was asked since the last answer, and since when. */
    private boolean isAwaited;

    private long awaitedSinceNanos;
    /** Whether the log tells of this silence. */
    private boolean isTold;

    RenewedStateProxy(HostAndPort address, Connecting connecting, Ticker ticker) {
        this.address = address;
        this.connecting = connecting;
        this.ticker = ticker;
    }

    @Override
    public CompletableFuture<List<byte[]>> read(JobID job, String state, HeadKey key) {
        try {
            StateProxy asked = client();
            return asked.read(job, state, key).whenComplete((elements, failure) -> {
                if (isAnswer(failure)) {
                    answered(asked);
                }
            });
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A refusal that a TaskManager has sent is an answer; what a connection fails with is an {@link IOException}. */
    private static boolean isAnswer(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return !(cause instanceof IOException);
    }

    private synchronized StateProxy client() throws IOException {
        if (isClosed) {
            throw new IOException("the service is stopping");
        }
        long now = ticker.read();
        if (client != null && isAwaited && now - awaitedSinceNanos >= RENEW_AFTER.toNanos()) {
            if (!isTold) {
                isTold = true;
                log.atInfo()
                        .addKeyValue("proxy", address)
                        .addKeyValue("seconds", RENEW_AFTER.toSeconds())
                        .log("no answer from a queryable-state proxy; it is connected anew until there is one");
            }
            client.close();
            client = null;
        }
        if (client == null) {
            client = connecting.connect(address);
            isAwaited = false;
        }
        if (!isAwaited) {
            isAwaited = true;
            awaitedSinceNanos = now;
        }
        return client;
    }

    private synchronized void answered(StateProxy by) {
        if (by == client) {
            isAwaited = false;
            isTold = false;
        }
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (client != null) {
            client.close();
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
