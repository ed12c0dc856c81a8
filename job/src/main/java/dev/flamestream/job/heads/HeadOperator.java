package dev.flamestream.job.heads;

import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.job.blocks.BlockBuilder;
import dev.flamestream.job.blocks.Cut;
import dev.flamestream.job.blocks.NewBlock;
import dev.flamestream.job.blocks.SetAside;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.job.intake.KafkaRecord;
import dev.flamestream.job.intake.ParsedRecord;
import dev.flamestream.job.intake.RejectedRecord;
import dev.flamestream.job.series.SeriesDelta;
import dev.flamestream.job.series.SeriesKeeper;
import dev.flamestream.job.tenant.SavedPolicies;
import dev.flamestream.schemas.record.Labels;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the heads: appends each profile to its head's log, cuts logs into blocks, and publishes both to readers.
 *
 * <p>What a restart finds, and what is done about it:
 *
 * <ol>
 *   <li>Logs, control, directory and timers are as of the checkpoint; profiles since then come again from Kafka.
 *   <li>The index of a head is rebuilt from its log when its next profile comes.
 *   <li>A log that was cut after the checkpoint is open again, and its block was never committed; one that was cut before it and
 *       whose block was not passed on is built again; another waits as it did, and the sink commits its block again, once.
 *   <li>No cut counts as committed before a new checkpoint has completed: {@link HandOver}.
 * </ol>
 */
public final class HeadOperator extends AbstractStreamOperator<NewBlock>
        implements OneInputStreamOperator<IntakeRecord, NewBlock>, Triggerable<HeadKey, VoidNamespace> {
    /** Where refused records go. */
    public static final OutputTag<RejectedRecord> REJECTED = new OutputTag<>("rejected", RejectedRecord.TYPE);

    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(HeadOperator.class);

    /** How often a head that waits for its block looks whether it is committed; checkpoints come every few seconds. */
    private static final long POLL_MILLIS = 500;

    private final HeadSettings settings;
    private final BlockBuilder.Threads threads;

    // Set in open.
    private transient HeadStates states;
    private transient SlotHeads heads;
    private transient DirectoryPublisher directory;
    private transient HandOver handOver;
    private transient HeadMetrics headMetrics;
    private transient PolicyWatch policies;
    private transient SavedPolicies savedPolicies;
    private transient RecordReader reader;
    private transient BlockMaking blocks;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient SeriesKeeper series;

    /** An operator; its fields are set when a task opens it. */
    public HeadOperator(HeadSettings settings) {
        this(settings, BlockBuilder.Threads::own);
    }

    /** The same with another thread for its blocks. */
    @SuppressWarnings("NullAway.Init")
    HeadOperator(HeadSettings settings, BlockBuilder.Threads threads) {
        this.settings = settings;
        this.threads = threads;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        handOver = new HandOver(context.getRestoredCheckpointId().orElse(0));
        savedPolicies = new SavedPolicies(context.getOperatorStateStore());
    }

    @Override
    public void open() throws Exception {
        super.open();
        states = new HeadStates(
                getKeyedStateBackend(),
                ((CheckpointableKeyedStateBackend<?>) getKeyedStateBackend()).getKeyGroupRange(),
                getContainingTask().getEnvironment(),
                getUserCodeClassloader(),
                new StateReadMetrics(getMetricGroup()));
        OpenHeads open = new OpenHeads(settings.maxIndexBytes());
        LiveLogs logs = new LiveLogs();
        headMetrics = new HeadMetrics(getMetricGroup(), open, logs);
        directory = new DirectoryPublisher(states.directory(), settings.policy());
        heads = new SlotHeads(
                states, open, logs, directory, new SetAside(settings.blocksUri()), headMetrics, this::setCurrentKey);
        policies = settings.policies().watch();
        savedPolicies.restoreInto(policies);
        reader = new RecordReader(policies);
        timers = getInternalTimerService("heads", VoidNamespaceSerializer.INSTANCE, this);
        blocks = new BlockMaking(
                new BlockBuilder(
                        settings.blocksUri(),
                        threads.open(
                                "blocks of " + getRuntimeContext().getTaskInfo().getTaskNameWithSubtasks())),
                new WaitingCuts(settings.policy().collect().toMillis()),
                new ForBlocks(),
                headMetrics);
        lookAtRestored();
        series = new SeriesKeeper(
                getKeyedStateBackend(),
                (name, target) -> getInternalTimerService(name, VoidNamespaceSerializer.INSTANCE, target),
                settings.series(),
                getMetricGroup());
    }

    @Override
    public void processElement(StreamRecord<IntakeRecord> element) throws Exception {
        IntakeRecord intake = element.getValue();
        if (intake.listedShards().isPresent()) {
            directory.listed(intake.headKey(), intake.listedShards().getAsInt());
            return;
        }
        Optional<Rejection> rejection = take(intake);
        if (rejection.isPresent()) {
            headMetrics.rejected(intake.headKey().tenant(), rejection.get().reason());
            output.collect(
                    REJECTED,
                    new StreamRecord<>(new RejectedRecord(intake.record().asItCame(), rejection.get())));
        }
    }

    /** What the restored state holds: for the metrics, and since some cuts are not built yet. A look at each head's control. */
    private void lookAtRestored() throws Exception {
        long live = 0;
        long waiting = 0;
        try (Stream<HeadKey> keys = getKeyedStateBackend()
                .<VoidNamespace>getKeys(HeadStates.CONTROL, VoidNamespace.INSTANCE)
                .map(HeadKey.class::cast)) {
            for (HeadKey key : keys.toList()) {
                setCurrentKey(key);
                HeadControl control = heads.control(key).control;
                live++;
                waiting += control.isHandingOver() ? 1 : 0;
                if (control.isUnbuilt()) {
                    blocks.add(key);
                }
            }
        }
        headMetrics.restored(live, waiting);
    }

    /** Takes a profile into its head, unless it is there already, or says why not. */
    private Optional<Rejection> take(IntakeRecord intake) throws Exception {
        series.read(intake.record().origin().timestampMillis());
        ParsedRecord parsed = reader.headers(intake.record());
        if (parsed instanceof ParsedRecord.Refused refused) {
            return Optional.of(refused.rejection());
        }
        Arrival arrival = ((ParsedRecord.Accepted) parsed).arrival();
        if (series.ids().isRepeat(intake, arrival)) {
            return Optional.empty();
        }
        long begin = System.nanoTime();
        RecordReader.Outcome outcome = reader.read(intake.record(), parsed.tenant(), arrival);
        headMetrics.decoded(intake.record().value().length, System.nanoTime() - begin);
        Optional<Rejection> rejection =
                outcome.taken().isPresent() ? count(intake, outcome.taken().get()) : outcome.rejection();
        if (rejection.isEmpty()) {
            series.ids().remember(intake, arrival);
        }
        return rejection;
    }

    /** Appends a profile with what it adds to the one before, if its values count from the start of a process. */
    private Optional<Rejection> count(IntakeRecord intake, RecordReader.Taken taken) throws Exception {
        HeadKey key = intake.headKey();
        OpenHeads.Head head = heads.find(key);
        HeadIndex known = head.index;
        if (known != null && settings.policy().isOverfull(known)) {
            return Optional.of(new Rejection(
                    RejectReason.HEAD_FULL,
                    "head " + key + " holds " + known.logBytes() + " bytes and differences that stand for "
                            + known.differenceValues() + " values, the hard bound of each is "
                            + settings.policy().hardLogBytes() + ", and its other log still waits for its block"));
        }
        Optional<SeriesDelta> delta = series.deltas().find(intake, taken.profile(), taken.arrival());
        Optional<Rejection> rejection = delta.flatMap(found -> reader.takeDifferences(found, taken, intake.record()));
        if (rejection.isEmpty()) {
            rejection = append(key, head, taken, intake.record());
        }
        if (delta.isPresent() && rejection.isPresent()) {
            series.deltas().discard(delta.get());
        } else if (delta.isPresent()) {
            series.deltas().keep(delta.get());
        }
        return rejection;
    }

    private Optional<Rejection> append(HeadKey key, OpenHeads.Head head, RecordReader.Taken taken, KafkaRecord record)
            throws Exception {
        HeadIndex known = head.index;
        long begin = System.nanoTime();
        Labels grouping = taken.arrival().labels().only(settings.groupingLabels());
        HeadIndex index = known == null ? HeadIndex.open(key, UUID.randomUUID(), grouping) : known;
        RecordReader.Appended appended = reader.append(index, taken, record);
        if (appended.rejection().isPresent()) {
            heads.forget(key);
            return appended.rejection();
        }
        if (known == null) {
            long due = settings.policy().cutTimeMillis(key, now());
            heads.open(key, head, index, due, grouping);
            timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, due);
        }
        heads.append(key, head, appended.element());
        headMetrics.appended(appended.element().length, appended.foldedSeries(), System.nanoTime() - begin);
        if (settings.policy().isFull(index) && !head.control.isHandingOver()) {
            cut(key, head, CutReason.SIZE);
        }
        return Optional.empty();
    }

    @Override
    public void onProcessingTime(InternalTimer<HeadKey, VoidNamespace> timer) throws Exception {
        HeadKey key = timer.getKey();
        OpenHeads.Head head = heads.control(key);
        if (head.control.isHandingOver()) {
            goOnHandingOver(key, head);
        }
        if (head.control.isOpen() && !head.control.isHandingOver() && isTimeToCut(head)) {
            cut(key, head, head.control.dueMillis() <= now() ? CutReason.DUE : CutReason.SIZE);
        }
    }

    private boolean isTimeToCut(OpenHeads.Head head) {
        return head.control.dueMillis() <= now()
                || (head.index != null && settings.policy().isFull(head.index));
    }

    private void goOnHandingOver(HeadKey key, OpenHeads.Head head) throws Exception {
        if (head.control.isUnbuilt()) {
            return;
        }
        long visibleMillis = settings.policy().visibleAfterCommit().toMillis();
        if (head.control.committedMillis() == HeadControl.NONE) {
            if (handOver.isCommitted(head.control.cutEpoch())) {
                heads.setControl(head, head.control.committed(now()));
                headMetrics.committed(heads.committed(key, now()));
                timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, now() + visibleMillis);
            } else {
                timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, now() + POLL_MILLIS);
            }
        } else if (now() >= head.control.committedMillis() + visibleMillis) {
            heads.clear(key, head);
        } else {
            timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, head.control.committedMillis() + visibleMillis);
        }
    }

    private void cut(HeadKey key, OpenHeads.Head head, CutReason reason) throws Exception {
        heads.cut(key, head, now());
        headMetrics.cut(reason);
        blocks.add(key);
        // Not the fluent form: clusters bring their own SLF4J, which is 1.7 in every Flink that is published.
        log.debug("head cut tenant=\"{}\" cutReason=\"{}\"", key.tenant(), reason.label());
    }

    /** What the making of blocks asks for; each call is about another key than the current one. */
    private final class ForBlocks implements BlockMaking.Heads {
        @Override
        public Cut cutOf(HeadKey key) throws Exception {
            setCurrentKey(key);
            return new Cut(key, heads.cutLog(key));
        }

        @Override
        public void isBuilt(HeadKey key) throws Exception {
            setCurrentKey(key);
            OpenHeads.Head head = heads.control(key);
            heads.setControl(head, head.control.built(handOver.epoch()));
            timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, now() + POLL_MILLIS);
        }

        @Override
        public void pass(NewBlock block) {
            output.collect(new StreamRecord<>(block));
        }

        @Override
        public void lookAfter(long millis) {
            // What it throws fails the task.
            var unused = getProcessingTimeService().registerTimer(now() + millis, time -> blocks.look());
        }

        @Override
        public long nowMillis() {
            return now();
        }
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    @Override
    public void onEventTime(InternalTimer<HeadKey, VoidNamespace> timer) {
        throw new IllegalStateException("heads have no event-time timers");
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        handOver.begun(context.getCheckpointId());
        savedPolicies.save(policies, getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        handOver.completed(checkpointId);
    }

    /** Readers go first: the state back end frees its memory in the superclass. */
    @Override
    public void close() throws Exception {
        if (states != null) {
            states.close();
        }
        if (reader != null) {
            reader.close();
        }
        if (blocks != null) {
            blocks.close();
        }
        super.close();
    }
}
