package dev.flamestream.job.heads;

import dev.flamestream.engine.head.PublishedStates;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.apache.flink.util.ResourceGuard;

/**
 * The keyed states of the head operator, and their publication.
 *
 * <p>The logs and the directory are lists of bytes whose elements carry their own version and checksum. Closing waits for
 * readers, so it must come before the state back end is closed.
 */
final class HeadStates implements AutoCloseable {
    /** The name of the one state that is not published. */
    static final String CONTROL = "control";

    private final ListState<byte[]> logA;
    private final ListState<byte[]> logB;
    private final ListState<byte[]> directory;
    private final ValueState<HeadControl> control;
    private final ResourceGuard guard = new ResourceGuard();

    private final StateReadMetrics metrics;

    HeadStates(
            KeyedStateBackend<?> backend,
            KeyGroupRange keyGroups,
            Environment environment,
            ClassLoader userClasses,
            StateReadMetrics metrics)
            throws Exception {
        this.metrics = metrics;
        this.logA = open(backend, PublishedStates.LOG_A);
        this.logB = open(backend, PublishedStates.LOG_B);
        this.directory = open(backend, PublishedStates.DIRECTORY);
        this.control = backend.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ValueStateDescriptor<>(CONTROL, new HeadControl.Serializer()));
        publish(PublishedStates.LOG_A, logA, keyGroups, environment, userClasses);
        publish(PublishedStates.LOG_B, logB, keyGroups, environment, userClasses);
        publish(PublishedStates.DIRECTORY, directory, keyGroups, environment, userClasses);
    }

    ListState<byte[]> log(HeadControl.Log log) {
        return switch (log) {
            case A -> logA;
            case B -> logB;
        };
    }

    ListState<byte[]> directory() {
        return directory;
    }

    ValueState<HeadControl> control() {
        return control;
    }

    /** All elements of a list under the current key. */
    static List<byte[]> elements(ListState<byte[]> list) throws Exception {
        List<byte[]> elements = new ArrayList<>();
        Iterable<byte[]> stored = list.get();
        if (stored != null) {
            stored.forEach(elements::add);
        }
        return elements;
    }

    private static ListState<byte[]> open(KeyedStateBackend<?> backend, String name) throws Exception {
        return backend.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ListStateDescriptor<>(name, BytePrimitiveArraySerializer.INSTANCE));
    }

    private void publish(
            String name,
            ListState<byte[]> state,
            KeyGroupRange keyGroups,
            Environment environment,
            ClassLoader userClasses) {
        InternalKvState<?, ?, ?> readable = (InternalKvState<?, ?, ?>) state;
        environment
                .getTaskKvStateRegistry()
                .registerKvState(keyGroups, name, new GuardedKvState<>(readable, guard, metrics), userClasses);
    }

    /** Refuses new readers and waits for those in flight. */
    @Override
    public void close() {
        guard.closeUninterruptibly();
    }
}
