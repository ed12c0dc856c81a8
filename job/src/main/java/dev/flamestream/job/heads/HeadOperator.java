package dev.flamestream.job.heads;

import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.head.HeadAppender;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.profile.Decoded;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.job.intake.ParsedRecord;
import dev.flamestream.job.intake.RejectedRecord;
import dev.flamestream.schemas.record.Labels;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.api.common.state.ListState;
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

    private final HeadSettings settings;

    // Set in open.
    private transient HeadStates states;
    private transient OpenHeads heads;
    private transient DirectoryPublisher directory;
    private transient HandOver handOver;
    private transient HeadMetrics headMetrics;
    private transient PprofDecoder decoder;
    private transient HeadAppender appender;
    private transient InternalTimerService<VoidNamespace> timers;

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
                getUserCodeClassloader());
        heads = new OpenHeads(settings.maxIndexBytes());
        directory = new DirectoryPublisher(states.directory(), settings.policy());
        headMetrics = new HeadMetrics(getMetricGroup(), heads);
        decoder = new PprofDecoder(settings.limits());
        appender = new HeadAppender(settings.limits());
        timers = getInternalTimerService("heads", VoidNamespaceSerializer.INSTANCE, this);
    }

    @Override
    public void processElement(StreamRecord<IntakeRecord> element) throws Exception {
        IntakeRecord intake = element.getValue();
        Optional<Rejection> rejection = take(intake);
        if (rejection.isPresent()) {
            headMetrics.rejected(rejection.get().reason());
            output.collect(REJECTED, new StreamRecord<>(new RejectedRecord(intake.record(), rejection.get())));
        }
    }

    /** Takes a profile into its head, or says why not. */
    private Optional<Rejection> take(IntakeRecord intake) throws Exception {
        // The time was checked when the record was keyed; here the clock may only have gone on.
        ParsedRecord parsed = ParsedRecord.parse(intake.record(), settings.limits(), Long.MAX_VALUE / 2);
        if (parsed instanceof ParsedRecord.Refused refused) {
            return Optional.of(refused.rejection());
        }
        Decoded decoded = decoder.decode(intake.record().value());
        if (decoded instanceof Decoded.Refused refused) {
            return Optional.of(refused.rejection());
        }
        Arrival arrival = ((ParsedRecord.Accepted) parsed).arrival();
        FlatProfile profile = ((Decoded.Accepted) decoded).profile();
        Optional<Rejection> labels = appender.check(profile, arrival);
        return labels.isPresent() ? labels : append(intake.headKey(), profile, arrival);
    }

    private Optional<Rejection> append(HeadKey key, FlatProfile profile, Arrival arrival) throws Exception {
        OpenHeads.Head head = head(key);
        HeadIndex index = head.index;
        if (index != null && settings.policy().isOverfull(index)) {
            return Optional.of(new Rejection(
                    RejectReason.HEAD_FULL,
                    "head " + key + " holds " + index.logBytes()
                            + " bytes, the hard bound is " + settings.policy().hardLogBytes()
                            + ", and its other log still waits for its block"));
        }
        if (index == null) {
            index = openLog(key, head, arrival);
        }
        byte[] entry = appender.append(index, profile, arrival);
        states.log(head.control.active()).add(entry);
        headMetrics.appended(entry.length);
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
            return known;
        }
        HeadControl control = states.control().value();
        OpenHeads.Head head = new OpenHeads.Head(control == null ? HeadControl.EMPTY : control, null);
        if (head.control.isOpen()) {
            head.index = HeadIndex.replay(HeadStates.elements(states.log(head.control.active())));
            headMetrics.replayed();
        }
        heads.put(key, head);
        return head;
    }

    private HeadIndex openLog(HeadKey key, OpenHeads.Head head, Arrival arrival) throws Exception {
        long due = settings.policy().cutTimeMillis(key, now());
        Labels grouping = arrival.labels().only(settings.groupingLabels());
        HeadIndex index = HeadIndex.open(key, UUID.randomUUID(), grouping);
        states.log(head.control.active()).add(index.header());
        head.index = index;
        setControl(head, head.control.opened(due));
        timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, due);
        HeadKey directoryKey = HeadKey.directory(key.tenant(), key.shard());
        setCurrentKey(directoryKey);
        directory.opened(directoryKey, key, grouping);
        setCurrentKey(key);
        return index;
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
        ListState<byte[]> active = states.log(head.control.active());
        output.collect(new StreamRecord<>(new Cut(key, HeadStates.elements(active))));
        setControl(head, head.control.cut(handOver.epoch()));
        head.index = null;
        heads.remove(key);
        headMetrics.cut(reason);
        timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, now() + POLL_MILLIS);
        // Not the fluent form: clusters bring their own SLF4J, which is 1.7 in every Flink that is published.
        log.debug("head cut tenant=\"{}\" cutReason=\"{}\"", key.tenant(), reason.label());
    }

    private void clear(HeadKey key, OpenHeads.Head head) throws Exception {
        states.log(head.control.active().other()).clear();
        headMetrics.handedOver();
        setControl(head, head.control.cleared());
        if (head.control.isEmpty()) {
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
        if (decoder != null) {
            decoder.close();
        }
        super.close();
    }
}
