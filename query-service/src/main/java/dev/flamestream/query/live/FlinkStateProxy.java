package dev.flamestream.query.live;

import dev.flamestream.engine.head.HeadKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.queryablestate.client.QueryableStateClient;
import org.jspecify.annotations.Nullable;

/** A queryable-state proxy on a TaskManager. The client holds one event loop thread and one connection. */
@SuppressWarnings("deprecation") // Queryable state is deprecated as a whole; see HeadStore.
final class FlinkStateProxy implements StateProxy {
    private final HostAndPort address;
    private @Nullable QueryableStateClient client;
    private @Nullable InetAddress resolved;
    private boolean closed;

    FlinkStateProxy(HostAndPort address) {
        this.address = address;
    }

    @Override
    public CompletableFuture<List<byte[]>> read(JobID job, String state, HeadKey key) {
        ListStateDescriptor<byte[]> descriptor =
                new ListStateDescriptor<>(state, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
        try {
            CompletableFuture<ListState<byte[]>> read =
                    client().getKvState(job, state, key, HeadKeyType.INSTANCE, descriptor);
            return read.thenApply(FlinkStateProxy::elements);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
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

    /** A TaskManager that was started anew may have another address under its name. */
    private synchronized QueryableStateClient client() throws UnknownHostException, IOException {
        if (closed) {
            throw new IOException("the service is stopping");
        }
        InetAddress now = InetAddress.getByName(address.host());
        if (client == null || !now.equals(resolved)) {
            if (client != null) {
                var unused = client.shutdownAndHandle();
            }
            client = new QueryableStateClient(now, address.port());
            resolved = now;
        }
        return client;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            var unused = client.shutdownAndHandle();
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
