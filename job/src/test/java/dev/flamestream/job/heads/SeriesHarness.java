package dev.flamestream.job.heads;

import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.head.PublishedStates;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.Section;
import dev.flamestream.job.blocks.NewBlock;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.job.intake.KafkaRecord;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The head operator under a clock that tests set, with profiles of many series and windows, none of which is ever due to be cut. */
@SuppressWarnings("try") // Closing a harness may be interrupted; JUnit would say so.
final class SeriesHarness implements AutoCloseable {
    static final long WINDOW = Duration.ofMinutes(10).toMillis();
    private static final String TENANT = "acme";
    private static final int SHARDS = 4;

    private final SeriesSettings settings;
    private KeyedOneInputStreamOperatorTestHarness<HeadKey, IntakeRecord, NewBlock> harness;
    private long offset;
    private long checkpoint;
    private long clock;

    SeriesHarness(SeriesSettings settings) throws Exception {
        this.settings = settings;
        this.harness = harness(settings);
        harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<HeadKey, IntakeRecord, NewBlock> harness(
            SeriesSettings settings) throws Exception {
        CutPolicy policy = new CutPolicy(
                Duration.ofMillis(WINDOW),
                Duration.ofDays(30),
                Duration.ZERO,
                Duration.ofDays(60),
                1 << 20,
                8_000,
                1 << 20,
                Duration.ofSeconds(10));
        return HeadHarness.of(new HeadSettings(
                policy, PolicyFile.NONE, List.of("service_name", "__name__"), 64 << 20, settings, "file:///no"));
    }

    /** Sends a profile that was appended to Kafka when it was taken. */
    void send(Labels labels, long timeMillis, PprofFile file) throws Exception {
        send(labels, timeMillis, timeMillis, "", file.gzip());
    }

    void send(Labels labels, long timeMillis, long appendMillis, String id, byte[] value) throws Exception {
        List<KafkaRecord.Header> headers =
                ProfileRecord.of(labels, value).tenant(TENANT).timeMillis(timeMillis).id(id).build().headers().stream()
                        .map(header -> new KafkaRecord.Header(header.name(), header.utf8()))
                        .toList();
        KafkaRecord record = new KafkaRecord(
                new KafkaRecord.Origin("profiles", 0, offset++, appendMillis), headers, new byte[0], value);
        harness.processElement(new StreamRecord<>(new IntakeRecord(head(labels, timeMillis), 0, record)));
    }

    static HeadKey head(Labels labels, long timeMillis) {
        long hash = labels.only(List.of("service_name", "__name__")).hash();
        return HeadKey.of(TENANT, (int) Long.remainderUnsigned(hash, SHARDS), hash, timeMillis, WINDOW);
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(++checkpoint, clock);
    }

    /** Loses all but a checkpoint. */
    void restore(OperatorSubtaskState state) throws Exception {
        harness.close();
        harness = harness(settings);
        harness.setRestoredCheckpointId(checkpoint);
        harness.initializeState(state);
        harness.open();
        harness.setProcessingTime(clock);
    }

    void advanceTo(long millis) throws Exception {
        clock = millis;
        harness.setProcessingTime(clock);
    }

    int rejected() {
        return harness.getSideOutput(HeadOperator.REJECTED) == null
                ? 0
                : harness.getSideOutput(HeadOperator.REJECTED).size();
    }

    /** Profiles in the head of a series and time. */
    int profiles(Labels labels, long timeMillis) throws Exception {
        List<byte[]> log = list(head(labels, timeMillis), PublishedStates.LOG_A);
        return log.isEmpty() ? 0 : HeadSnapshot.read(log).profileCount();
    }

    /** Sums by stack of one sample type in the head of a series and time, of all series there. */
    SortedMap<String, Long> sums(Labels labels, long timeMillis, String type) throws Exception {
        SortedMap<String, Long> sums = new TreeMap<>();
        for (Section section : HeadSnapshot.read(list(head(labels, timeMillis), PublishedStates.LOG_A))
                .sections()) {
            if (section.summary().profileType().sampleType().equals(type)) {
                add(section.readTree(Section.FrameDetail.FULL), sums);
            }
        }
        return sums;
    }

    private static void add(PreOrderTree tree, SortedMap<String, Long> sums) {
        String[] path = new String[tree.maxDepth() + 1];
        for (int node = 0; node < tree.count(); node++) {
            int depth = tree.depth()[node];
            String name = depth == 0 ? "" : Naming.FUNCTION.text(tree.frames().get(tree.frame()[node]));
            path[depth] = depth <= 1 ? name : path[depth - 1] + ";" + name;
            if (tree.self()[node] != 0) {
                sums.merge(path[depth], tree.self()[node], Long::sum);
            }
        }
    }

    /** The elements of a list state under a key. */
    List<byte[]> list(HeadKey key, String state) throws Exception {
        return new ArrayList<>(HeadStates.elements(state(key, state)));
    }

    /** Puts elements in the place of a list state's. */
    void replace(HeadKey key, String state, List<byte[]> elements) throws Exception {
        state(key, state).update(elements);
    }

    private ListState<byte[]> state(HeadKey key, String state) throws Exception {
        KeyedStateBackend<Object> backend = harness.getOperator().getKeyedStateBackend();
        backend.setCurrentKey(key);
        return backend.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ListStateDescriptor<>(state, BytePrimitiveArraySerializer.INSTANCE));
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
