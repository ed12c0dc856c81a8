package dev.flamestream.query.live;

import dev.flamestream.engine.head.HeadKey;
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

/** A client of the queryable-state proxy on a TaskManager: one event loop thread, and one connection from the first read on. */
@SuppressWarnings("deprecation") // Queryable state is deprecated as a whole; see HeadStore.
final class FlinkStateProxy implements StateProxy {
    private final QueryableStateClient client;

    /** Looks the host up, once. */
    FlinkStateProxy(HostAndPort address) throws UnknownHostException {
        this.client = new QueryableStateClient(InetAddress.getByName(address.host()), address.port());
    }

    @Override
    public CompletableFuture<List<byte[]>> read(JobID job, String state, HeadKey key) {
        ListStateDescriptor<byte[]> descriptor =
                new ListStateDescriptor<>(state, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
        CompletableFuture<ListState<byte[]>> read =
                client.getKvState(job, state, key, HeadKeyType.INSTANCE, descriptor);
        return read.thenApply(FlinkStateProxy::elements);
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
        var unused = client.shutdownAndHandle();
    }
}
