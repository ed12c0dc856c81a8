package dev.flamestream.job.heads;

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

    GuardedKvState(InternalKvState<K, N, V> state, ResourceGuard guard) {
        this.state = state;
        this.guard = guard;
    }

    @Override
    public byte @Nullable [] getSerializedValue(
            byte[] serializedKeyAndNamespace,
            TypeSerializer<K> safeKeySerializer,
            TypeSerializer<N> safeNamespaceSerializer,
            TypeSerializer<V> safeValueSerializer)
            throws Exception {
        ResourceGuard.Lease lease = guard.acquireResource();
        try {
            return state.getSerializedValue(
                    serializedKeyAndNamespace, safeKeySerializer, safeNamespaceSerializer, safeValueSerializer);
        } finally {
            lease.close();
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
