package dev.flamestream.job.tenant;

import dev.flamestream.engine.limits.PolicyWatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;

/**
 * The text of the limits' file that was in force at a checkpoint: a file that is wrong while a task starts anew must not make it forget
 * the tenants' rules. One task's text is as good as any other's. For the task's thread.
 */
public final class SavedPolicies {
    private final ListState<byte[]> state;

    /** Opens the state, of which every task sees all. */
    public SavedPolicies(OperatorStateStore store) throws Exception {
        this.state =
                store.getUnionListState(new ListStateDescriptor<>("policies", BytePrimitiveArraySerializer.INSTANCE));
    }

    /** Lets a watch whose file was of no use so far go on with what was saved. */
    public void restoreInto(PolicyWatch policies) throws Exception {
        for (byte[] text : state.get()) {
            policies.restore(new String(text, StandardCharsets.UTF_8));
        }
    }

    /** Saves what is in force, in one task of all. */
    public void save(PolicyWatch policies, int subtask) throws Exception {
        state.update(
                subtask == 0
                        ? policies.text().stream()
                                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                                .toList()
                        : List.of());
    }
}
