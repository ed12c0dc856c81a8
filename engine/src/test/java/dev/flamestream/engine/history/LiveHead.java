package dev.flamestream.engine.history;

import dev.flamestream.engine.head.CorruptHeadException;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The two logs of a key as the job keeps them: one takes what arrives, the other may wait for its block. */
final class LiveHead {
    /** A log and the index that belongs to it. */
    static final class Log {
        private HeadIndex index;
        private final List<byte[]> elements = new ArrayList<>();

        Log(HeadIndex index) {
            this.index = index;
            elements.add(index.header());
        }

        HeadIndex index() {
            return index;
        }

        List<byte[]> elements() {
            return elements;
        }

        /** What a restore does: the index is lost, the elements are not. */
        void restore() throws CorruptHeadException {
            index = HeadIndex.replay(elements);
        }
    }

    private final HeadKey key;
    private final Labels grouping;
    private @Nullable Log active;
    private @Nullable Log waiting;
    private boolean committed;

    LiveHead(HeadKey key, Labels grouping) {
        this.key = key;
        this.grouping = grouping;
    }

    HeadKey key() {
        return key;
    }

    /** The log that takes what arrives; opened, with a cut id of its own, if there is none. */
    Log active(Random random) {
        Log log = active;
        if (log == null) {
            log = new Log(HeadIndex.open(key, new UUID(random.nextLong(), random.nextLong()), grouping));
            active = log;
        }
        return log;
    }

    /** The logs that a reader sees. */
    List<Log> logs() {
        List<Log> logs = new ArrayList<>();
        if (waiting != null) {
            logs.add(waiting);
        }
        if (active != null) {
            logs.add(active);
        }
        return logs;
    }

    boolean canBeCut() {
        return active != null && waiting == null && active.index().profileCount() > 0;
    }

    /** From here on arrivals go to another log. */
    Log cut() {
        Log log = active;
        if (log == null || waiting != null) {
            throw new IllegalStateException("nothing to cut, or the last cut still waits");
        }
        waiting = log;
        active = null;
        committed = false;
        return log;
    }

    /** The block of the cut is listed. */
    void commit() {
        committed = true;
    }

    /** The grace after the commit is over. */
    void clear() {
        if (committed) {
            waiting = null;
        }
    }
}
