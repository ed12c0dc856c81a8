package dev.flamestream.job.series;

import dev.flamestream.engine.head.HeadKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/**
 * A log of bytes for each series, under {@link HeadKey#series}: in the slot of the series' heads, and in one checkpoint with them.
 * Elements carry their own version and checksum. Leaves the current key as it was.
 */
final class SeriesState {
    private final KeyedStateBackend<Object> backend;
    private final ListState<byte[]> state;
    private final InternalTimerService<VoidNamespace> timers;

    SeriesState(KeyedStateBackend<Object> backend, String name, InternalTimerService<VoidNamespace> timers)
            throws Exception {
        this.backend = backend;
        this.state = backend.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ListStateDescriptor<>(name, BytePrimitiveArraySerializer.INSTANCE));
        this.timers = timers;
    }

    private interface Step {
        void run() throws Exception;
    }

    /** All elements of a series, the oldest first. */
    List<byte[]> read(HeadKey key) throws Exception {
        List<byte[]> elements = new ArrayList<>();
        inKey(key, () -> {
            Iterable<byte[]> stored = state.get();
            if (stored != null) {
                stored.forEach(elements::add);
            }
        });
        return elements;
    }

    void add(HeadKey key, byte[] element) throws Exception {
        inKey(key, () -> state.add(element));
    }

    void replace(HeadKey key, List<byte[]> elements) throws Exception {
        inKey(key, () -> state.update(elements));
    }

    void clear(HeadKey key) throws Exception {
        inKey(key, state::clear);
    }

    /** Has a timer come for a series after so many milliseconds of the machine's clock. */
    void lookAfter(HeadKey key, long millis) throws Exception {
        inKey(
                key,
                () -> timers.registerProcessingTimeTimer(
                        VoidNamespace.INSTANCE, timers.currentProcessingTime() + millis));
    }

    private void inKey(HeadKey key, Step step) throws Exception {
        Object before = backend.getCurrentKey();
        backend.setCurrentKey(key);
        try {
            step.run();
        } finally {
            if (before != null) {
                backend.setCurrentKey(before);
            }
        }
    }
}
