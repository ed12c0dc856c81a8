package dev.flamestream.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.flamestream.engine.head.HeadKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobID;
import org.apache.flink.queryablestate.exceptions.UnknownKeyOrNamespaceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RenewedStateProxyTest {
    private static final HeadKey KEY = new HeadKey("acme", 1, 2, 3);
    /** A request has at least so many. */
    private static final int REQUEST_BYTES = 40;

    private final List<FakeProxy> clients = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final RenewedStateProxy proxy =
            new RenewedStateProxy(new HostAndPort("127.0.0.1", 1), address -> client(), nanos::get);

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void aClientThatAnswersIsKept() {
        for (int i = 0; i < 5; i++) {
            read();
            pass(RenewedStateProxy.RENEW_AFTER.multipliedBy(2));
        }
        assertThat(clients)
                .singleElement()
                .satisfies(client -> assertThat(client.reads).hasValue(5));
    }

    @Test
    void aClientWhoseConnectionFailsForLongIsMadeAnew() {
        refuse(new IOException("Connection refused"));
        assertThatThrownBy(this::read).hasRootCauseMessage("Connection refused");
        pass(RenewedStateProxy.RENEW_AFTER.minusNanos(1));
        assertThatThrownBy(this::read).hasRootCauseMessage("Connection refused");
        assertThat(clients).hasSize(1);

        pass(Duration.ofNanos(1));
        read();

        assertThat(clients).hasSize(2);
        assertThat(clients.get(0).isClosed).isTrue();
        assertThat(clients.get(1).isClosed).isFalse();
    }

    @Test
    void aClientThatNeverAnswersIsMadeAnew() {
        var first = proxy.read(new JobID(), "head_a", KEY);
        clients.get(0).answer = CompletableFuture::new;
        assertThat(first).isCompleted();
        var silent = proxy.read(new JobID(), "head_a", KEY);
        pass(RenewedStateProxy.RENEW_AFTER);

        read();

        assertThat(silent).isNotDone();
        assertThat(clients).hasSize(2);
    }

    @Test
    void whatATaskManagerRefusesIsAnAnswer() {
        refuse(new CompletionException(new UnknownKeyOrNamespaceException("a server")));
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(this::read).hasRootCauseInstanceOf(UnknownKeyOrNamespaceException.class);
            pass(RenewedStateProxy.RENEW_AFTER.multipliedBy(2));
        }
        assertThat(clients).hasSize(1);
    }

    /** Flink's client, at a port that refuses until the client's connection is stuck in its failure, or for five thousand tries. */
    @Test
    void flinksClientConnectsOnceItsTaskManagerIsBack() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, here)) {
            port = closed.getLocalPort();
        }
        HostAndPort address = new HostAndPort(here.getHostAddress(), port);
        try (RenewedStateProxy real = new RenewedStateProxy(address, FlinkStateProxy::new, Ticker.systemTicker())) {
            Throwable failure = null;
            Throwable before;
            int tries = 0;
            do {
                before = failure;
                failure = failureOf(real.read(new JobID(), "head_a", KEY));
                tries++;
            } while (failure != before && tries < 5_000);

            try (ServerSocket back = new ServerSocket(port, 1, here)) {
                CompletableFuture<Void> connected = CompletableFuture.runAsync(() -> accept(back));
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                while (!connected.isDone() && System.nanoTime() < deadline) {
                    var unused = real.read(new JobID(), "head_a", KEY);
                    TimeUnit.MILLISECONDS.sleep(50);
                }
                assertThat(connected)
                        .as("after " + tries + " tries, stuck: " + (failure == before))
                        .isCompleted();
            }
        }
    }

    /** Each of Flink's clients takes 16 MiB for its first request; the tests' process may have a gigabyte of such memory. */
    @Test
    void aClientThatIsGivenUpLetsGoOfItsMemory() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket silent = new ServerSocket(0, 200, here);
                RenewedStateProxy real = new RenewedStateProxy(
                        new HostAndPort(here.getHostAddress(), silent.getLocalPort()),
                        FlinkStateProxy::new,
                        nanos::get)) {
            for (int i = 0; i < 100; i++) {
                if (i % 5 == 0) {
                    // In life one is given up every five seconds; here the collector needs a push, and their threads a
                    // moment.
                    TimeUnit.MILLISECONDS.sleep(50);
                    System.gc();
                }
                var first = real.read(new JobID(), "head_a", KEY);
                try (Socket connection = silent.accept()) {
                    assertThat(connection.getInputStream().read()).isNotNegative();
                    // Only now that it is connected the request is written by the thread that sends.
                    var second = real.read(new JobID(), "head_a", KEY);
                    assertThat(connection.getInputStream().readNBytes(2 * REQUEST_BYTES))
                            .hasSize(2 * REQUEST_BYTES);
                    assertThat(first).as("of client " + i).isNotDone();
                    assertThat(second).as("of client " + i).isNotDone();
                }
                pass(RenewedStateProxy.RENEW_AFTER);
            }
        }
    }

    private static void accept(ServerSocket server) {
        try {
            server.accept().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Throwable failureOf(CompletableFuture<List<byte[]>> read) throws Exception {
        try {
            read.get(10, TimeUnit.SECONDS);
            throw new AssertionError("nobody is there to answer");
        } catch (ExecutionException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return cause;
        }
    }

    private FakeProxy client() {
        FakeProxy client = new FakeProxy();
        clients.add(client);
        return client;
    }

    private void refuse(Exception failure) {
        read();
        clients.get(0).answer = () -> CompletableFuture.failedFuture(failure);
    }

    private void read() {
        proxy.read(new JobID(), "head_a", KEY).join();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
