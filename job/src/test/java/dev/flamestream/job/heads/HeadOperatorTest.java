package dev.flamestream.job.heads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.head.DirectoryEvent;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.head.PublishedStates;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.job.blocks.BuiltSections;
import dev.flamestream.job.blocks.NewBlock;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.job.intake.KafkaRecord;
import dev.flamestream.job.intake.RejectedRecord;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadOperatorTest {
    private static final Labels LABELS = Labels.of("service_name", "shop", "__name__", "process_cpu");
    private static final HeadKey KEY = new HeadKey("acme", 1, 42, 0);
    private static final long WINDOW_END = 60_000;
    private static final long GRACE = 30_000;
    private static final long VISIBLE = 10_000;

    /** A few looks at the builder, which in these tests builds at once. */
    private static final long BUILT = 400;

    private static final long STEP = 50;

    private final List<IntakeRecord> all = new ArrayList<>();
    private KeyedOneInputStreamOperatorTestHarness<HeadKey, IntakeRecord, NewBlock> harness =
            harness(policy(8_000, 1 << 20));
    private long now;

    HeadOperatorTest() throws Exception {}

    @BeforeEach
    void open() throws Exception {
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void cutsWhenTheWindowAndItsGraceAreOver() throws Exception {
        send("main;a", 10);
        send("main;b", 20);

        advanceTo(WINDOW_END + GRACE - 1 - BUILT);
        advanceBy(BUILT);
        assertThat(blocks()).isEmpty();
        cut();

        assertThat(blocks()).hasSize(1);
        assertThat(BuiltSections.profiles(blocks().get(0))).isEqualTo(2);
    }

    @Test
    void aCutLogStaysReadableUntilItsBlockIsCommittedAndTheGraceIsOver() throws Exception {
        send("main;a", 10);
        cut();

        checkpoint(1);
        advanceBy(5_000);
        assertThat(logs()).as("begun before the cut's block was").hasSize(1);
        harness.notifyOfCompletedCheckpoint(1);
        advanceBy(1_000);
        assertThat(logs()).as("committed, within the grace").hasSize(1);
        advanceBy(VISIBLE + 1_000);

        assertThat(logs()).isEmpty();
        assertThat(directory()).isEmpty();
    }

    @Test
    void aCheckpointThatWasBegunBeforeTheCutProvesNothing() throws Exception {
        send("main;a", 10);
        checkpoint(1);
        cut();

        harness.notifyOfCompletedCheckpoint(1);
        advanceBy(10 * VISIBLE);

        assertThat(logs()).hasSize(1);
    }

    @Test
    void whatComesAfterTheCutOpensTheOtherLogAndIsCutInTurn() throws Exception {
        send("main;a", 10);
        cut();
        send("main;late", 5);
        assertThat(logs()).hasSize(2);

        handOver(1);
        advanceBy(GRACE);

        assertThat(blocks()).hasSize(2);
        assertThat(BuiltSections.profiles(blocks().get(1))).isEqualTo(1);
        assertThat(BuiltSections.cutIds(blocks().get(1)))
                .doesNotContainAnyElementsOf(BuiltSections.cutIds(blocks().get(0)));
        handOver(2);
        assertThat(logs()).isEmpty();
    }

    @Test
    void cutsBySizeAndGoesOnWhileTheOtherLogWaits() throws Exception {
        restart(policy(2, 1 << 20));
        for (int i = 0; i < 7; i++) {
            send("main;a", 10);
        }

        advanceBy(BUILT);
        assertThat(blocks()).hasSize(1);
        handOver(1);

        assertThat(blocks()).hasSize(2);
        assertThat(BuiltSections.profiles(blocks().get(1))).isEqualTo(5);
    }

    @Test
    void refusesWholeWhatComesPastTheHardBound() throws Exception {
        restart(policy(1, 200));
        for (int i = 0; i < 20; i++) {
            send("main;a" + i, 10);
        }

        List<RejectedRecord> rejected = rejected();
        assertThat(rejected).isNotEmpty();
        assertThat(rejected.get(0).rejection().reason()).isEqualTo(RejectReason.HEAD_FULL);
        assertThat(rejected.get(0).record().value())
                .isEqualTo(all.get(all.size() - rejected.size()).record().value());
        long kept = 0;
        for (List<byte[]> log : logs()) {
            kept += HeadSnapshot.read(log).profileCount();
        }
        assertThat(kept + rejected.size()).isEqualTo(20);
    }

    @Test
    void refusesWhatIsNoProfile() throws Exception {
        harness.processElement(new StreamRecord<>(record(new byte[] {1, 2, 3})));

        assertThat(rejected()).hasSize(1);
        assertThat(rejected().get(0).rejection().reason()).isEqualTo(RejectReason.MALFORMED_PROFILE);
        assertThat(logs()).isEmpty();
    }

    @Test
    void goesOnAfterARestoreAsIfNothingHadHappened() throws Exception {
        send("main;a", 10);
        OperatorSubtaskState state = harness.snapshot(1, now);
        restore(state);
        send("main;a", 10);
        send("main;c", 1);

        assertThat(logs()).hasSize(1);
        assertThat(HeadSnapshot.read(logs().get(0)).profileCount()).isEqualTo(3);
        assertThat(directory()).containsExactly(KEY);
        cut();
        assertThat(blocks()).hasSize(1);
        checkpoint(2);
        harness.notifyOfCompletedCheckpoint(2);
        advanceBy(2_000);
        advanceBy(VISIBLE);
        assertThat(logs()).isEmpty();
    }

    /** A crash between the cut and its block: no checkpoint has a block of it, so that it is made once more, and once. */
    @Test
    void aCutThatWasNotBuiltBeforeTheCheckpointIsBuiltAfterTheRestore() throws Exception {
        send("main;a", 10);
        advanceTo(WINDOW_END + GRACE);
        send("main;b", 5);
        OperatorSubtaskState state = harness.snapshot(1, now);
        harness.notifyOfCompletedCheckpoint(1);
        assertThat(blocks()).as("before it looked for the first time").isEmpty();
        restore(state);
        assertThat(logs()).hasSize(2);

        advanceBy(BUILT);
        assertThat(blocks()).hasSize(1);
        assertThat(BuiltSections.profiles(blocks().get(0))).isOne();
        advanceBy(2 * VISIBLE);
        assertThat(logs()).as("no checkpoint has the block").hasSize(2);
        handOver(2);
        assertThat(logs()).hasSize(1);
        advanceBy(WINDOW_END + GRACE);
        assertThat(blocks()).as("the second log in its turn, the first no more").hasSize(2);
    }

    private static CutPolicy policy(int softProfiles, long hardBytes) {
        return new CutPolicy(
                Duration.ofMillis(WINDOW_END),
                Duration.ofMillis(GRACE),
                Duration.ZERO,
                Duration.ofHours(1),
                Math.min(hardBytes, 1 << 20),
                softProfiles,
                hardBytes,
                Duration.ofMillis(VISIBLE));
    }

    private static KeyedOneInputStreamOperatorTestHarness<HeadKey, IntakeRecord, NewBlock> harness(CutPolicy policy)
            throws Exception {
        HeadSettings settings = new HeadSettings(
                policy,
                PolicyFile.NONE,
                List.of("service_name", "__name__"),
                64 << 20,
                SeriesSettings.DEFAULT,
                "file:///unused");
        return HeadHarness.of(settings);
    }

    private void restart(CutPolicy policy) throws Exception {
        harness.close();
        harness = harness(policy);
        harness.open();
    }

    /** From the state of checkpoint 1. */
    private void restore(OperatorSubtaskState state) throws Exception {
        harness.close();
        harness = harness(policy(8_000, 1 << 20));
        harness.setRestoredCheckpointId(1);
        harness.initializeState(state);
        harness.open();
        harness.setProcessingTime(now);
    }

    private void send(String stack, long value) throws Exception {
        IntakeRecord record =
                record(PprofFile.of("cpu/nanoseconds").sample(stack, value).gzip());
        all.add(record);
        harness.processElement(new StreamRecord<>(record));
    }

    private static IntakeRecord record(byte[] value) {
        List<KafkaRecord.Header> headers =
                ProfileRecord.of(LABELS, value).tenant("acme").timeMillis(5).build().headers().stream()
                        .map(header -> new KafkaRecord.Header(header.name(), header.utf8()))
                        .toList();
        return new IntakeRecord(
                KEY, 0, new KafkaRecord(new KafkaRecord.Origin("profiles", 0, 0, 5), headers, new byte[0], value));
    }

    @Test
    void aListingStaysWhenTheLastHeadIsGoneAndAcrossARestoreAndNeverShrinks() throws Exception {
        harness.processElement(new StreamRecord<>(IntakeRecord.listing("acme", 8)));
        harness.processElement(new StreamRecord<>(IntakeRecord.listing("acme", 4)));
        harness.processElement(new StreamRecord<>(IntakeRecord.listing("acme", 8)));
        assertThat(listedShards()).isEqualTo(8);
        assertThat(read(HeadKey.listing("acme"), PublishedStates.DIRECTORY))
                .as("a policy and one listing")
                .hasSize(2);

        HeadKey inFirst = new HeadKey("acme", 0, 42, 0);
        harness.processElement(new StreamRecord<>(new IntakeRecord(
                inFirst,
                0,
                record(PprofFile.of("cpu/nanoseconds").sample("main;a", 10).gzip())
                        .record())));
        cut();
        handOver(1);
        assertThat(read(inFirst, PublishedStates.LOG_A)).isEmpty();
        assertThat(listedShards()).isEqualTo(8);

        OperatorSubtaskState saved = harness.snapshot(2, now);
        harness.close();
        harness = harness(policy(8_000, 1 << 20));
        harness.initializeState(saved);
        harness.open();
        assertThat(listedShards()).isEqualTo(8);
    }

    private void handOver(long checkpoint) throws Exception {
        checkpoint(checkpoint);
        harness.notifyOfCompletedCheckpoint(checkpoint);
        advanceBy(1_000);
        advanceBy(VISIBLE);
    }

    private void checkpoint(long id) throws Exception {
        harness.snapshot(id, now);
    }

    private void advanceBy(long millis) throws Exception {
        // In steps, since a timer that fires registers the next relative to the time that the clock then shows.
        for (long rest = millis; rest > 0; rest -= STEP) {
            advanceTo(now + Math.min(rest, STEP));
        }
    }

    private void advanceTo(long millis) throws Exception {
        now = millis;
        harness.setProcessingTime(now);
    }

    /** To the end of the window, and until the block is there. */
    private void cut() throws Exception {
        advanceTo(WINDOW_END + GRACE);
        advanceBy(BUILT);
    }

    private List<NewBlock> blocks() {
        return harness.extractOutputValues();
    }

    private List<RejectedRecord> rejected() {
        List<RejectedRecord> rejected = new ArrayList<>();
        if (harness.getSideOutput(HeadOperator.REJECTED) != null) {
            harness.getSideOutput(HeadOperator.REJECTED).forEach(record -> rejected.add(record.getValue()));
        }
        return rejected;
    }

    /** Both logs of the head, those that are empty left out. */
    private List<List<byte[]>> logs() throws Exception {
        List<List<byte[]>> logs = new ArrayList<>();
        for (String name : List.of(PublishedStates.LOG_A, PublishedStates.LOG_B)) {
            List<byte[]> elements = read(KEY, name);
            if (!elements.isEmpty()) {
                logs.add(elements);
            }
        }
        return logs;
    }

    private int listedShards() throws Exception {
        return DirectoryEvent.replay(read(HeadKey.listing("acme"), PublishedStates.DIRECTORY))
                .shardCount();
    }

    private List<HeadKey> directory() throws Exception {
        return List.copyOf(DirectoryEvent.replay(read(HeadKey.directory("acme", 1), PublishedStates.DIRECTORY))
                .live()
                .keySet());
    }

    private List<byte[]> read(HeadKey key, String state) throws Exception {
        KeyedStateBackend<Object> backend = harness.getOperator().getKeyedStateBackend();
        backend.setCurrentKey(key);
        ListState<byte[]> list = backend.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ListStateDescriptor<>(state, BytePrimitiveArraySerializer.INSTANCE));
        return HeadStates.elements(list);
    }
}
