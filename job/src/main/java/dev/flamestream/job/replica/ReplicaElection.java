package dev.flamestream.job.replica;

import dev.flamestream.engine.replica.ReplicaTerms;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.job.intake.ReplicaRecord;
import dev.flamestream.job.intake.ReplicaSettings;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Lets the records of one replica of each cluster pass, as {@link ReplicaTerms} say; the others are counted and dropped. They do not
 * go to the rejected topic: all that is wrong with them is that another record says the same.
 *
 * <p>What a restart finds: the terms as of the checkpoint, and the records since then again.
 */
public final class ReplicaElection extends KeyedProcessFunction<String, ReplicaRecord, IntakeRecord> {
    /** A cluster that is gone is forgotten after a day; one that comes back elects anew. */
    private static final Duration RETENTION = Duration.ofDays(1);

    private static final long serialVersionUID = 1L;

    private final long timeoutMillis;

    // Set in open.
    private transient ValueState<ReplicaTerms> terms;
    private transient ReplicaMetrics metrics;

    /** Elects with a timeout. */
    @SuppressWarnings("NullAway.Init")
    public ReplicaElection(ReplicaSettings settings) {
        this.timeoutMillis = settings.timeout().toMillis();
    }

    @Override
    public void open(OpenContext context) {
        ValueStateDescriptor<ReplicaTerms> descriptor = new ValueStateDescriptor<>("terms", new TermsSerializer());
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(RETENTION).build());
        terms = getRuntimeContext().getState(descriptor);
        metrics = new ReplicaMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(ReplicaRecord record, Context context, Collector<IntakeRecord> out) throws Exception {
        long appendMillis = record.intake().record().origin().timestampMillis();
        @Nullable ReplicaTerms before = terms.value();
        ReplicaTerms now = before == null
                ? ReplicaTerms.first(record.replica(), appendMillis)
                : before.heard(record.replica(), appendMillis, timeoutMillis);
        if (!now.equals(before)) {
            terms.update(now);
        }
        if (before != null && !now.terms().equals(before.terms())) {
            metrics.switched();
        }
        if (now.counts(record.replica(), appendMillis)) {
            out.collect(record.intake());
        } else {
            metrics.dropped();
        }
    }
}
