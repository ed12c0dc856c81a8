package dev.flamestream.job.intake;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.schemas.record.Labels;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Finds the head that each record belongs to from its headers alone; the value is not looked at before it got there. */
public final class HeadRouter extends ProcessFunction<KafkaRecord, IntakeRecord> {
    /** Where records go whose headers cannot be used. */
    public static final OutputTag<RejectedRecord> REJECTED = new OutputTag<>("rejected-headers", RejectedRecord.TYPE);

    /** Where records go of which another replica may have a copy. */
    public static final OutputTag<ReplicaRecord> REPLICAS = new OutputTag<>("replicas", ReplicaRecord.TYPE);

    private static final long serialVersionUID = 1L;

    private final ProfileLimits limits;
    private final List<String> groupingLabels;
    private final Duration window;
    private final int shardCount;
    private final ReplicaSettings replicas;

    // Set in open.
    private transient RouterMetrics metrics;

    /** Routes by the grouping labels into windows and shards. */
    @SuppressWarnings("NullAway.Init")
    public HeadRouter(
            ProfileLimits limits,
            List<String> groupingLabels,
            Duration window,
            int shardCount,
            ReplicaSettings replicas) {
        this.limits = limits;
        this.groupingLabels = List.copyOf(groupingLabels);
        this.window = window;
        this.shardCount = shardCount;
        this.replicas = replicas;
    }

    @Override
    public void open(OpenContext context) {
        metrics = new RouterMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(KafkaRecord record, Context context, Collector<IntakeRecord> out) {
        metrics.read(record.value().length);
        ParsedRecord parsed =
                ParsedRecord.parse(record, limits, Clock.systemUTC().millis());
        if (parsed instanceof ParsedRecord.Accepted accepted) {
            IntakeRecord intake = new IntakeRecord(keyOf(accepted), record);
            ReplicaRecord.of(accepted, intake, replicas, limits)
                    .ifPresentOrElse(replica -> context.output(REPLICAS, replica), () -> out.collect(intake));
        } else {
            Rejection rejection = ((ParsedRecord.Refused) parsed).rejection();
            metrics.rejected(rejection.reason());
            context.output(REJECTED, new RejectedRecord(record, rejection));
        }
    }

    private HeadKey keyOf(ParsedRecord.Accepted accepted) {
        Labels grouping = accepted.arrival().labels().only(groupingLabels);
        return HeadKey.of(
                accepted.tenant(),
                shardCount,
                grouping.hash(),
                accepted.arrival().timeMillis(),
                window.toMillis());
    }
}
