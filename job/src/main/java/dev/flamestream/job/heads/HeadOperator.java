package dev.flamestream.job.heads;

import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.head.CorruptHeadException;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.job.intake.KafkaRecord;
import dev.flamestream.job.intake.ParsedRecord;
import dev.flamestream.job.intake.RejectedRecord;
import dev.flamestream.job.series.SeriesDelta;
import dev.flamestream.job.series.SeriesKeeper;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.List;
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
 *   <li>A log that was cut after the checkpoint is open again, and its block was never committed; one that was cut before it
 *       waits as it did, and the sink commits its block again, once.
 *   <li>No cut counts as committed before a new checkpoint has completed: {@link HandOver}.
 * </ol>
 */
public final class HeadOperator extends AbstractStreamOperator<Cut>
        implements OneInputStreamOperator<IntakeRecord, Cut>, Triggerable<HeadKey, VoidNamespace> {
    /** Where refused records go. */
    public static final OutputTag<RejectedRecord> REJECTED = new OutputTag<>("rejected", RejectedRecord.TYPE);

    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(HeadOperator.class);

    /** How often a head that waits for its block looks whether it is committed; checkpoints come every few seconds. */
    private static final long POLL_MILLIS = 500;

    private static final byte[] NO_HEADER = {};

    private final HeadSettings settings;

    // Set in open.
    private transient HeadStates states;
    private transient OpenHeads heads;
    private transient DirectoryPublisher directory;
    private transient HandOver handOver;
    private transient HeadMetrics headMetrics;
    private transient RecordReader reader;
    private transient LiveLogs logs;
    private transient SetAside setAside;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient SeriesKeeper series;

    /** An operator; its fields are set when a task opens it. */
    @SuppressWarnings("NullAway.Init")
    public HeadOperator(HeadSettings settings) {
        this.settings = settings;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        handOver = new HandOver(context.getRestoredCheckpointId().orElse(0));
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
        heads = new OpenHeads(settings.maxIndexBytes());
        directory = new DirectoryPublisher(states.directory(), settings.policy());
        logs = new LiveLogs();
        headMetrics = new HeadMetrics(getMetricGroup(), heads, logs);
        reader = new RecordReader(settings.policies().watch());
        setAside = new SetAside(settings.blocksUri());
        countRestored();
        timers = getInternalTimerService("heads", VoidNamespaceSerializer.INSTANCE, this);
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

    /** What the restored state holds, for the metrics: a look at each head's control. */
    private void countRestored() throws Exception {
        long live = 0;
        long waiting = 0;
        try (Stream<HeadKey> keys = getKeyedStateBackend()
                .<VoidNamespace>getKeys(HeadStates.CONTROL, VoidNamespace.INSTANCE)
                .map(HeadKey.class::cast)) {
            for (HeadKey key : keys.toList()) {
                setCurrentKey(key);
                HeadControl control = states.control().value();
                live++;
                waiting += control != null && control.isHandingOver() ? 1 : 0;
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
        OpenHeads.Head head = head(key);
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
        byte[] header = known == null ? index.header() : NO_HEADER;
        RecordReader.Appended appended = reader.append(index, taken, record);
        if (appended.rejection().isPresent()) {
            heads.remove(key);
            return appended.rejection();
        }
        if (known == null) {
            openLog(key, head, grouping);
            states.log(head.control.active()).add(header);
            head.index = index;
        }
        states.log(head.control.active()).add(appended.element());
        headMetrics.appended(appended.element().length, appended.foldedSeries(), System.nanoTime() - begin);
        logs.active(key, index.logBytes());
        heads.grown(key, head);
        if (settings.policy().isFull(index) && !head.control.isHandingOver()) {
            cut(key, head, CutReason.SIZE);
        }
        return Optional.empty();
    }

    /** The head of the current key, rebuilt from its log if it is not at hand. */
    private OpenHeads.Head head(HeadKey key) throws Exception {
        OpenHeads.Head known = heads.find(key);
        if (known != null) {
            headMetrics.foundInCache();
            return known;
        }
        HeadControl control = states.control().value();
        OpenHeads.Head head = new OpenHeads.Head(control == null ? HeadControl.EMPTY : control, null);
        if (head.control.isOpen()) {
            replay(key, head);
        }
        heads.put(key, head);
        return head;
    }

    private void replay(HeadKey key, OpenHeads.Head head) throws Exception {
        long begin = System.nanoTime();
        List<byte[]> elements = HeadStates.elements(states.log(head.control.active()));
        try {
            head.index = HeadIndex.replay(elements);
            logs.active(key, head.index.logBytes());
        } catch (CorruptHeadException | RuntimeException damage) {
            // Thrown on, it would stop the whole job at each profile of this head.
            keepAside(new Cut(key, elements), damage.toString());
            states.log(head.control.active()).clear();
            setControl(head, head.control.emptied());
        }
        headMetrics.replayed(System.nanoTime() - begin);
    }

    private void keepAside(Cut cut, String fault) throws IOException {
        setAside.keep(cut, fault);
        headMetrics.setAside();
    }

    private void openLog(HeadKey key, OpenHeads.Head head, Labels grouping) throws Exception {
        long due = settings.policy().cutTimeMillis(key, now());
        if (head.control.isEmpty()) {
            headMetrics.opened();
        }
        setControl(head, head.control.opened(due));
        timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, due);
        HeadKey directoryKey = HeadKey.directory(key.tenant(), key.shard());
        setCurrentKey(directoryKey);
        directory.opened(directoryKey, key, grouping);
        setCurrentKey(key);
    }

    @Override
    public void onProcessingTime(InternalTimer<HeadKey, VoidNamespace> timer) throws Exception {
        HeadKey key = timer.getKey();
        HeadControl control = states.control().value();
        if (control == null) {
            return;
        }
        OpenHeads.Head known = heads.find(key);
        OpenHeads.Head head = known == null ? new OpenHeads.Head(control, null) : known;
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
        long visibleMillis = settings.policy().visibleAfterCommit().toMillis();
        if (head.control.committedMillis() == HeadControl.NONE) {
            if (handOver.isCommitted(head.control.cutEpoch())) {
                setControl(head, head.control.committed(now()));
                headMetrics.committed(logs.committed(key, now()));
                timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, now() + visibleMillis);
            } else {
                timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, now() + POLL_MILLIS);
            }
        } else if (now() >= head.control.committedMillis() + visibleMillis) {
            clear(key, head);
        } else {
            timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, head.control.committedMillis() + visibleMillis);
        }
    }

    private void cut(HeadKey key, OpenHeads.Head head, CutReason reason) throws Exception {
        Cut cut = new Cut(key, HeadStates.elements(states.log(head.control.active())));
        long logBytes =
                cut.elements().stream().mapToLong(element -> element.length).sum();
        Optional<String> fault = cut.fault();
        if (fault.isPresent()) {
            keepAside(cut, fault.get());
        } else {
            output.collect(new StreamRecord<>(cut));
        }
        setControl(head, head.control.cut(handOver.epoch()));
        head.index = null;
        heads.remove(key);
        headMetrics.cut(reason, cut.elements().size() - 1, logBytes);
        logs.cut(key, logBytes, now());
        timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, now() + POLL_MILLIS);
        // Not the fluent form: clusters bring their own SLF4J, which is 1.7 in every Flink that is published.
        log.debug("head cut tenant=\"{}\" cutReason=\"{}\"", key.tenant(), reason.label());
    }

    private void clear(HeadKey key, OpenHeads.Head head) throws Exception {
        states.log(head.control.active().other()).clear();
        headMetrics.handedOver();
        logs.cleared(key);
        setControl(head, head.control.cleared());
        if (head.control.isEmpty()) {
            headMetrics.closed();
            states.control().clear();
            heads.remove(key);
            HeadKey directoryKey = HeadKey.directory(key.tenant(), key.shard());
            setCurrentKey(directoryKey);
            directory.closed(directoryKey, key);
            setCurrentKey(key);
        }
    }

    private void setControl(OpenHeads.Head head, HeadControl control) throws Exception {
        head.control = control;
        states.control().update(control);
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
        super.close();
    }
}
