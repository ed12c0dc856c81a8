package dev.flamestream.cluster.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before the S3 server and passes bytes on, later or not at all: slow, every packet of a request waits; failing, each
 * connection is answered with 503. A change of mind closes the connections that are open, as a store's front does.
 */
public final class S3Front implements AutoCloseable {
    private static final byte[] UNAVAILABLE = "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    /** Clients of a cluster hold some dozens of connections; more is a leak that shows as refusals. */
    private static final int MAX_CONNECTIONS = 512;

    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket listening;
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "s3-front");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong delayMillis = new AtomicLong();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final RequestCounts requests = new RequestCounts();
    private final AtomicLong refusals = new AtomicLong();

    private S3Front(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /** Listens on a port and passes all on to another. */
    public static S3Front start(int port, int target) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MAX_CONNECTIONS);
        S3Front front = new S3Front(listening, target);
        front.threads.execute(front::accept);
        return front;
    }

    /** Lets every packet towards the store wait so long; zero ends it. */
    public void slow(Duration delay) {
        delayMillis.set(delay.toMillis());
    }

    /** Answers all requests with 503, or no longer. */
    public void fail(boolean all) {
        failing.set(all);
        open.forEach(S3Front::closeQuietly);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (open.size() > MAX_CONNECTIONS) {
                    client.close();
                } else {
                    open.add(client);
                    threads.execute(() -> serve(client));
                }
            } catch (IOException gone) {
                // The loop's condition tells a closed listener from a connection that was gone before it was taken.
                refusals.incrementAndGet();
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (failing.get()) {
                refuse(client);
                return;
            }
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                open.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                threads.execute(() -> pass(server, client, false));
                pass(client, server, true);
                open.remove(server);
            }
        } catch (IOException gone) {
            // Either side may go at any time: that is what this is for, and the other learns it by the close.
            closeQuietly(client);
        } finally {
            open.remove(client);
        }
    }

    /** Reads what comes first, so that the answer is not lost with a reset. */
    private static void refuse(Socket client) throws IOException {
        client.setSoTimeout(1_000);
        byte[] request = new byte[BUFFER_BYTES];
        int read = client.getInputStream().read(request);
        if (read >= 0) {
            client.getOutputStream().write(UNAVAILABLE);
            client.getOutputStream().flush();
        }
    }

    private void pass(Socket from, Socket to, boolean waits) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read = in.read(buffer);
            while (read >= 0) {
                if (waits) {
                    requests.packet(buffer, read);
                }
                if (waits && delayMillis.get() > 0) {
                    TimeUnit.MILLISECONDS.sleep(delayMillis.get());
                }
                out.write(buffer, 0, read);
                out.flush();
                read = in.read(buffer);
            }
        } catch (IOException gone) {
            closeQuietly(from);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        closeQuietly(to);
    }

    /** Connections that were gone before they were taken. */
    public long refusals() {
        return refusals.get();
    }

    /** Requests that were passed on so far, by method. */
    public Map<String, Long> requests() {
        return requests.byMethod();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close: the descriptor is given back either way.
            assert socket.isClosed();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(S3Front::closeQuietly);
        threads.shutdownNow();
    }
}
