package dev.flamestream.job.heads;

import dev.flamestream.engine.head.CorruptHeadException;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.job.blocks.Cut;
import dev.flamestream.job.blocks.SetAside;
import dev.flamestream.schemas.record.Labels;
import java.util.List;
import java.util.function.Consumer;

/**
 * The heads of a slot: control and logs in state, indexes in memory, the directory that readers find them by; kept in step.
 *
 * <p>Each method is about the key that is the state's current one. For the task's thread.
 */
final class SlotHeads {
    private final HeadStates states;
    private final OpenHeads open;
    private final LiveLogs logs;
    private final DirectoryPublisher directory;
    private final SetAside setAside;
    private final HeadMetrics metrics;
    private final Consumer<HeadKey> setCurrentKey;

    SlotHeads(
            HeadStates states,
            OpenHeads open,
            LiveLogs logs,
            DirectoryPublisher directory,
            SetAside setAside,
            HeadMetrics metrics,
            Consumer<HeadKey> setCurrentKey) {
        this.states = states;
        this.open = open;
        this.logs = logs;
        this.directory = directory;
        this.setAside = setAside;
        this.metrics = metrics;
        this.setCurrentKey = setCurrentKey;
    }

    /** A head, with its index if that is at hand. */
    OpenHeads.Head control(HeadKey key) throws Exception {
        OpenHeads.Head known = open.find(key);
        if (known != null) {
            return known;
        }
        HeadControl control = states.control().value();
        return new OpenHeads.Head(control == null ? HeadControl.EMPTY : control, null);
    }

    /** A head, its index rebuilt from its log if it is not at hand. */
    OpenHeads.Head find(HeadKey key) throws Exception {
        OpenHeads.Head known = open.find(key);
        if (known != null) {
            metrics.foundInCache();
            return known;
        }
        OpenHeads.Head head = control(key);
        if (head.control.isOpen()) {
            replay(key, head);
        }
        open.put(key, head);
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
            setAside.keep(new Cut(key, elements), damage.toString());
            metrics.setAside(1);
            states.log(head.control.active()).clear();
            setControl(head, head.control.emptied());
        }
        metrics.replayed(System.nanoTime() - begin);
    }

    /** Begins a log, which is due to be cut at some time, and tells readers of it. */
    void open(HeadKey key, OpenHeads.Head head, HeadIndex index, long dueMillis, Labels grouping) throws Exception {
        if (head.control.isEmpty()) {
            metrics.opened();
        }
        setControl(head, head.control.opened(dueMillis));
        states.log(head.control.active()).add(index.header());
        head.index = index;
        HeadKey directoryKey = HeadKey.directory(key.tenant(), key.shard());
        setCurrentKey.accept(directoryKey);
        directory.opened(directoryKey, key, grouping);
        setCurrentKey.accept(key);
    }

    /** Appends what the index has made. */
    void append(HeadKey key, OpenHeads.Head head, byte[] element) throws Exception {
        states.log(head.control.active()).add(element);
        if (head.index != null) {
            logs.active(key, head.index.logBytes());
        }
        open.grown(key, head);
    }

    /** Lets go of an index that may hold what its log does not. */
    void forget(HeadKey key) {
        open.remove(key);
    }

    /** The active log waits for its block from now on. */
    void cut(HeadKey key, OpenHeads.Head head, long nowMillis) throws Exception {
        setControl(head, head.control.cut());
        head.index = null;
        open.remove(key);
        logs.cut(key, nowMillis);
    }

    /** The log that waits for its block. */
    List<byte[]> cutLog(HeadKey key) throws Exception {
        return HeadStates.elements(states.log(control(key).control.active().other()));
    }

    /** The block is committed; how long its log has waited, -1 if nobody knows. */
    long committed(HeadKey key, long nowMillis) {
        return logs.committed(key, nowMillis);
    }

    /** Clears the log that has waited, and forgets the head if it was the last of it. */
    void clear(HeadKey key, OpenHeads.Head head) throws Exception {
        states.log(head.control.active().other()).clear();
        metrics.handedOver();
        logs.cleared(key);
        setControl(head, head.control.cleared());
        if (head.control.isEmpty()) {
            metrics.closed();
            states.control().clear();
            open.remove(key);
            HeadKey directoryKey = HeadKey.directory(key.tenant(), key.shard());
            setCurrentKey.accept(directoryKey);
            directory.closed(directoryKey, key);
            setCurrentKey.accept(key);
        }
    }

    void setControl(OpenHeads.Head head, HeadControl control) throws Exception {
        head.control = control;
        states.control().update(control);
    }
}
