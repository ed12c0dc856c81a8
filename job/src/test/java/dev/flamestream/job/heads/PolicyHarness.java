package dev.flamestream.job.heads;

import dev.flamestream.engine.flame.FoldedExport;
import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.head.PublishedStates;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.merge.TreeMerger;
import dev.flamestream.job.blocks.NewBlock;
import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.intake.HeadRouter;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.job.intake.KafkaRecord;
import dev.flamestream.job.intake.RejectedRecord;
import dev.flamestream.job.intake.ReplicaSettings;
import dev.flamestream.job.intake.RouterSettings;
import dev.flamestream.job.route.PlannerLink;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.job.route.RoutesOf;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.job.tenant.PartitionCount;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Router and heads, one behind the other, under a limits' file. No head is ever due to be cut. */
@SuppressWarnings("try") // Closing a harness may be interrupted; JUnit would say so.
public final class PolicyHarness implements AutoCloseable {
    /** In the middle of a window. */
    public static final long NOW = 2_833_333L * 600_000 + 300_000;

    private static final List<String> GROUPING = List.of("service_name", "__name__");
    private static final CutPolicy POLICY = new CutPolicy(
            Duration.ofMinutes(10),
            Duration.ofDays(30),
            Duration.ZERO,
            Duration.ofDays(60),
            1 << 20,
            100_000,
            1 << 20,
            Duration.ofSeconds(10));

    private final OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router;
    private final KeyedOneInputStreamOperatorTestHarness<HeadKey, IntakeRecord, NewBlock> heads;
    private final Set<HeadKey> keys = new LinkedHashSet<>();
    private long offset;
    private long dropped;
    private @Nullable RejectedRecord lastRefused;

    /** One profile on its way. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Sent(Labels labels, long timeMillis, long appendMillis, byte[] value) {}

    public PolicyHarness(PolicyFile policies) throws Exception {
        RoutesOf.noPlan();
        router = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new HeadRouter(
                new RouterSettings(
                        policies,
                        new KafkaSettings("127.0.0.1:1", "profiles", "profiles.rejected", "g", Map.of()),
                        GROUPING,
                        POLICY.window(),
                        RouteSettings.DEFAULT,
                        ReplicaSettings.DEFAULT),
                PlannerLink::open,
                kafka -> PartitionCount.known(1))));
        router.setup(
                IntakeRecord.TYPE.createSerializer(router.getExecutionConfig().getSerializerConfig()));
        router.open();
        heads = HeadHarness.of(
                new HeadSettings(POLICY, policies, GROUPING, 64 << 20, SeriesSettings.DEFAULT, "file:///unused"));
        heads.open();
    }

    /** Sends a profile; why it was refused, if it was. */
    public Optional<Rejection> send(String tenant, Sent sent) throws Exception {
        List<KafkaRecord.Header> headers =
                ProfileRecord.of(sent.labels, sent.value)
                        .tenant(tenant)
                        .timeMillis(sent.timeMillis)
                        .build()
                        .headers()
                        .stream()
                        .map(header -> new KafkaRecord.Header(header.name(), header.utf8()))
                        .toList();
        router.processElement(new StreamRecord<>(new KafkaRecord(
                new KafkaRecord.Origin("profiles", 0, offset++, sent.appendMillis), headers, new byte[0], sent.value)));
        Optional<Rejection> refused = refused(router, HeadRouter.REJECTED);
        List<IntakeRecord> routed = router.extractOutputValues();
        router.getOutput().clear();
        boolean isProfile = false;
        for (IntakeRecord record : routed) {
            heads.processElement(new StreamRecord<>(record));
            if (!record.headKey().isDirectory()) {
                keys.add(record.headKey());
                isProfile = true;
            }
        }
        dropped += isProfile || refused.isPresent() ? 0 : 1;
        return refused.or(() -> refused(heads, HeadOperator.REJECTED));
    }

    private Optional<Rejection> refused(
            org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness<?> harness,
            OutputTag<RejectedRecord> tag) {
        var refused = harness.getSideOutput(tag);
        if (refused == null || refused.isEmpty()) {
            return Optional.empty();
        }
        lastRefused = refused.poll().getValue();
        return Optional.of(lastRefused.rejection());
    }

    /** The headers of the record that was refused last, name and text. */
    public List<String> lastRefusedHeaders() {
        return Objects.requireNonNull(lastRefused, "nothing was refused").record().headers().stream()
                .map(header -> header.name() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Profiles that were neither refused nor came to a head. */
    public long dropped() {
        return dropped;
    }

    /** Profiles in a tenant's heads. */
    public long profiles(String tenant) throws Exception {
        long profiles = 0;
        for (HeadSnapshot head : heads(tenant)) {
            profiles += head.profileCount();
        }
        return profiles;
    }

    /** The sum of all values in a tenant's heads. */
    public long total(String tenant) throws Exception {
        long total = 0;
        for (long value : values(tenant)) {
            total += value;
        }
        return total;
    }

    /** The sums by sample type, in the order of their names. */
    public long[] values(String tenant) throws Exception {
        Map<String, Long> values = new TreeMap<>();
        for (HeadSnapshot head : heads(tenant)) {
            for (Section section : head.sections()) {
                ProfileRows rows = section.readProfiles(Section.RowDetail.TOTALS);
                for (int row = 0; row < rows.count(); row++) {
                    values.merge(section.summary().profileType().sampleType(), rows.total(row), Long::sum);
                }
            }
        }
        return values.values().stream().mapToLong(value -> value).toArray();
    }

    /** The series in a tenant's heads. */
    public Set<Labels> series(String tenant) throws Exception {
        Set<Labels> series = new LinkedHashSet<>();
        for (HeadSnapshot head : heads(tenant)) {
            for (Section section : head.sections()) {
                ProfileRows rows = section.readProfiles(Section.RowDetail.TOTALS);
                for (int row = 0; row < rows.count(); row++) {
                    series.add(rows.labels(row));
                }
            }
        }
        return series;
    }

    /** The stacks in a tenant's heads, each with its sum, in the order of their text. */
    public List<String> stacks(String tenant) throws Exception {
        List<Section> sections = new ArrayList<>();
        for (HeadSnapshot head : heads(tenant)) {
            sections.addAll(head.sections());
        }
        Selection selection = Selection.of(
                tenant, sections.get(0).summary().profileType(), List.of(), new TimeRange(0, Long.MAX_VALUE));
        StringBuilder folded = new StringBuilder();
        FoldedExport.write(
                TreeMerger.mergeByName(SectionSet.complete(sections), selection, QueryLimits.DEFAULT), folded);
        return folded.toString().lines().sorted().toList();
    }

    private List<HeadSnapshot> heads(String tenant) throws Exception {
        List<HeadSnapshot> found = new ArrayList<>();
        for (HeadKey key : keys) {
            if (key.tenant().equals(tenant)) {
                KeyedStateBackend<Object> backend = heads.getOperator().getKeyedStateBackend();
                backend.setCurrentKey(key);
                List<byte[]> log = HeadStates.elements(backend.getPartitionedState(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        new ListStateDescriptor<>(PublishedStates.LOG_A, BytePrimitiveArraySerializer.INSTANCE)));
                if (!log.isEmpty()) {
                    found.add(HeadSnapshot.read(log));
                }
            }
        }
        return found;
    }

    @Override
    public void close() throws Exception {
        router.close();
        heads.close();
        RoutesOf.noPlan();
    }
}
