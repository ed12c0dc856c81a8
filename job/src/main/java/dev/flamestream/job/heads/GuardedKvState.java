package dev.flamestream.job.heads;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.apache.flink.util.ResourceGuard;
import org.jspecify.annotations.Nullable;

/**
 * A published state whose readers hold a lease while they read.
 *
 * <p>Flink's own server of queryable state reads RocksDB without one, so a read in flight while the task is cancelled touches
 * freed memory and takes the whole TaskManager down. With the lease, closing waits for it, and later reads are refused.
 *
 * @param <K> key
 * @param <N> namespace
 * @param <V> value
 */
final class GuardedKvState<K, N, V> implements InternalKvState<K, N, V> {
    private final InternalKvState<K, N, V> state;
    private final ResourceGuard guard;
    private final StateReadMetrics metrics;

    GuardedKvState(InternalKvState<K, N, V> state, ResourceGuard guard, StateReadMetrics metrics) {
        this.state = state;
        this.guard = guard;
        this.metrics = metrics;
    }

    @Override
    public byte @Nullable [] getSerializedValue(
            byte[] serializedKeyAndNamespace,
            TypeSerializer<K> safeKeySerializer,
            TypeSerializer<N> safeNamespaceSerializer,
            TypeSerializer<V> safeValueSerializer)
            throws Exception {
        long begin = System.nanoTime();
        ResourceGuard.Lease lease = acquire();
        try {
            byte[] value = state.getSerializedValue(
                    serializedKeyAndNamespace, safeKeySerializer, safeNamespaceSerializer, safeValueSerializer);
            metrics.answered(value == null ? 0 : value.length, System.nanoTime() - begin);
            return value;
        } finally {
            lease.close();
        }
    }

    private ResourceGuard.Lease acquire() throws IOException {
        try {
            return guard.acquireResource();
        } catch (IOException closing) {
            metrics.refused();
            throw closing;
        }
    }

    @Override
    public TypeSerializer<K> getKeySerializer() {
        return state.getKeySerializer();
    }

    @Override
    public TypeSerializer<N> getNamespaceSerializer() {
        return state.getNamespaceSerializer();
    }

    @Override
    public TypeSerializer<V> getValueSerializer() {
        return state.getValueSerializer();
    }

    @Override
    public void setCurrentNamespace(N namespace) {
        throw new UnsupportedOperationException("a published state is for reading");
    }

    @Override
    public StateIncrementalVisitor<K, N, V> getStateIncrementalVisitor(int recommendedMaxNumberOfReturnedRecords) {
        throw new UnsupportedOperationException("a published state is read key by key");
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException("a published state is for reading");
    }
}
