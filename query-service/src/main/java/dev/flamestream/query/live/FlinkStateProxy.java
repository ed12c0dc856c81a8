package dev.flamestream.query.live;

import dev.flamestream.engine.head.HeadKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.queryablestate.client.QueryableStateClient;

/**
 * A client of the queryable-state proxy on a TaskManager: one event loop thread, and one connection from the first read on.
 *
 * <p>It sends from a thread of its own. Flink's client takes its requests' memory from a pool that it never frees, 16 MiB to begin with,
 * and each thread that has ever sent keeps hold of that pool: only what ends with the client lets go of it.
 */
@SuppressWarnings("deprecation") // Queryable state is deprecated as a whole; see HeadStore.
final class FlinkStateProxy implements StateProxy {
    private final QueryableStateClient client;
    private final ExecutorService sender;

    /** Looks the host up, once. */
    FlinkStateProxy(HostAndPort address) throws UnknownHostException {
        this.client = new QueryableStateClient(InetAddress.getByName(address.host()), address.port());
        this.sender = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "state-sender " + address);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public CompletableFuture<List<byte[]>> read(JobID job, String state, HeadKey key) {
        ListStateDescriptor<byte[]> descriptor =
                new ListStateDescriptor<>(state, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
        try {
            return CompletableFuture.completedFuture(key)
                    .thenComposeAsync(
                            wanted -> client.getKvState(job, state, wanted, HeadKeyType.INSTANCE, descriptor), sender)
                    .thenApply(FlinkStateProxy::elements);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.failedFuture(new IOException("the connection was given up", closed));
        }
    }

    private static List<byte[]> elements(ListState<byte[]> state) {
        List<byte[]> elements = new ArrayList<>();
        try {
            state.get().forEach(elements::add);
        } catch (Exception e) {
            // The interface throws whatever a remote state may; this one is a list in memory.
            throw new IllegalStateException(e);
        }
        return elements;
    }

    @Override
    public void close() {
        sender.shutdown();
        var unused = client.shutdownAndHandle();
    }
}
