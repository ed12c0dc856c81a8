package dev.flamestream.job.intake;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.limits.TenantPolicy;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.job.route.PlannerLink;
import dev.flamestream.job.route.Route;
import dev.flamestream.job.route.Routes;
import dev.flamestream.job.tenant.PartitionCount;
import dev.flamestream.job.tenant.RateGate;
import dev.flamestream.job.tenant.SavedPolicies;
import dev.flamestream.job.tenant.SeriesGate;
import dev.flamestream.schemas.record.Labels;
import java.time.Clock;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Finds the head that each record belongs to from its headers alone; the value is not looked at before it got there.
 *
 * <p>Over how many shards a tenant or service goes is the {@link Routes}' to say. What a restart finds of it: the plan as of the
 * checkpoint, the newest that any router had, at any parallelism; listings that were under way are sent again. What tenants may do is as
 * of the checkpoint until their file is read.
 */
public final class HeadRouter extends ProcessFunction<KafkaRecord, IntakeRecord>
        implements CheckpointedFunction, CheckpointListener {
    /** Where records go whose headers cannot be used. */
    public static final OutputTag<RejectedRecord> REJECTED = new OutputTag<>("rejected-headers", RejectedRecord.TYPE);

    /** Where records go of which another replica may have a copy. */
    public static final OutputTag<ReplicaRecord> REPLICAS = new OutputTag<>("replicas", ReplicaRecord.TYPE);

    private static final long serialVersionUID = 1L;

    private final RouterSettings settings;
    private final PlannerLink.Opening opening;
    private final PartitionCount.Opening counting;

    // Set before open.
    private transient Routes routes;
    private transient ListState<byte[]> savedPlan;
    private transient SavedPolicies savedPolicies;

    // Set in open.
    private transient RouterMetrics metrics;
    private transient PlannerLink planner;
    private transient PolicyWatch policies;
    private transient PartitionCount partitions;
    private transient Admission admission;

    /** Routes by the grouping labels into windows and shards. */
    public HeadRouter(RouterSettings settings) {
        this(settings, PlannerLink::open, PartitionCount::new);
    }

    /** The same with other ways to its planner and to Kafka. */
    @SuppressWarnings("NullAway.Init")
    public HeadRouter(RouterSettings settings, PlannerLink.Opening opening, PartitionCount.Opening counting) {
        this.settings = settings;
        this.opening = opening;
        this.counting = counting;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        TaskInfo task = getRuntimeContext().getTaskInfo();
        routes = new Routes(
                settings.routes(), task.getNumberOfParallelSubtasks(), task.getMaxNumberOfParallelSubtasks());
        savedPlan = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("route-plan", BytePrimitiveArraySerializer.INSTANCE));
        routes.restore(savedPlan.get());
        savedPolicies = new SavedPolicies(context.getOperatorStateStore());
    }

    @Override
    @SuppressWarnings("NullAway") // Flink calls initializeState before.
    public void open(OpenContext context) throws Exception {
        planner = opening.open(getRuntimeContext(), settings.routes());
        policies = settings.policies().watch();
        savedPolicies.restoreInto(policies);
        partitions = counting.open(settings.kafka());
        admission = new Admission(
                new RateGate(partitions),
                new SeriesGate(partitions),
                settings.replicas().replicaLabel());
        metrics = new RouterMetrics(getRuntimeContext().getMetricGroup(), routes, planner, policies);
    }

    @Override
    public void close() {
        // Flink closes what it could not open, too.
        if (planner != null) {
            planner.close();
        }
        if (policies != null) {
            policies.close();
        }
        if (partitions != null) {
            partitions.close();
        }
    }

    /** One router's plan is as good as any other's. */
    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        savedPlan.update(subtask == 0 ? List.of(routes.save()) : List.of());
        savedPolicies.save(policies, subtask);
        routes.checkpointBegun(context.getCheckpointId());
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        routes.checkpointCompleted(checkpointId);
    }

    @Override
    public void processElement(KafkaRecord record, Context context, Collector<IntakeRecord> out) {
        long now = Clock.systemUTC().millis();
        routes.exchange(planner, now);
        for (String tenant : routes.toList()) {
            out.collect(IntakeRecord.listing(tenant, routes.listedShards()));
        }
        ParsedRecord parsed = ParsedRecord.parse(
                record, tenant -> policies.of(tenant).limits().profile(), now);
        metrics.read(parsed.tenant(), record.value().length);
        if (parsed instanceof ParsedRecord.Accepted accepted) {
            take(record, accepted, now, context, out);
        } else {
            refuse(record, parsed.tenant(), ((ParsedRecord.Refused) parsed).rejection(), context);
        }
    }

    private void take(
            KafkaRecord record, ParsedRecord.Accepted parsed, long now, Context context, Collector<IntakeRecord> out) {
        TenantPolicy policy = policies.of(parsed.tenant());
        Admission.Outcome outcome = admission.admit(record, parsed, policy);
        if (outcome instanceof Admission.Admitted admitted) {
            IntakeRecord intake = routed(admitted.parsed(), admitted.record(), now);
            ReplicaRecord.of(
                            admitted.parsed(),
                            intake,
                            settings.replicas(),
                            policy.limits().profile())
                    .ifPresentOrElse(replica -> context.output(REPLICAS, replica), () -> out.collect(intake));
        } else if (outcome instanceof Admission.Refused refused) {
            refuse(record, parsed.tenant(), refused.rejection(), context);
        } else if (outcome == Admission.Dropped.BY_SAMPLING) {
            metrics.sampledOut();
        } else {
            metrics.rejected(parsed.tenant(), RejectReason.DROPPED_BY_RELABEL_RULES);
        }
    }

    private void refuse(KafkaRecord record, String tenant, Rejection rejection, Context context) {
        metrics.rejected(tenant, rejection.reason());
        context.output(REJECTED, new RejectedRecord(record, rejection));
    }

    private IntakeRecord routed(ParsedRecord.Accepted accepted, KafkaRecord record, long now) {
        // Replicas' copies of one series go one way.
        Labels series = accepted.arrival().labels().with(settings.replicas().replicaLabel(), "");
        long labelHash = series.only(settings.groupingLabels()).hash();
        Route route = routes.take(accepted.tenant(), labelHash, series, record.value().length, now);
        HeadKey key = HeadKey.of(
                accepted.tenant(),
                route.shard(),
                labelHash,
                accepted.arrival().timeMillis(),
                settings.window().toMillis());
        return new IntakeRecord(key, route.sinceMillis(), record);
    }
}
