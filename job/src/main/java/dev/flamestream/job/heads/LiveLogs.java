package dev.flamestream.job.heads;

import dev.flamestream.engine.head.HeadKey;
import java.util.HashMap;
import java.util.Map;

/**
 * How much the logs of a slot's heads hold, as far as this task has seen: a log that was restored counts once its head is read.
 *
 * <p>Written by the task's thread; the sums may be read by any.
 */
final class LiveLogs {
    private final Map<HeadKey, Sizes> heads = new HashMap<>();
    private volatile long bytes;
    private volatile long oldestWaitingMillis = Long.MAX_VALUE;

    private static final class Sizes {
        private long active;
        private long waiting;
        private long waitingSinceMillis = Long.MAX_VALUE;
    }

    /** The active log is so long now. */
    void active(HeadKey key, long logBytes) {
        Sizes sizes = heads.computeIfAbsent(key, added -> new Sizes());
        count(logBytes - sizes.active);
        sizes.active = logBytes;
    }

    /** The active log was cut, and waits. */
    void cut(HeadKey key, long nowMillis) {
        Sizes sizes = heads.computeIfAbsent(key, added -> new Sizes());
        count(-sizes.waiting);
        sizes.waiting = sizes.active;
        sizes.active = 0;
        sizes.waitingSinceMillis = nowMillis;
        findOldest();
    }

    /** The block of the waiting log is committed; how long it has waited, -1 if nobody knows. */
    long committed(HeadKey key, long nowMillis) {
        Sizes sizes = heads.get(key);
        if (sizes == null || sizes.waitingSinceMillis == Long.MAX_VALUE) {
            return -1;
        }
        long waitedMillis = nowMillis - sizes.waitingSinceMillis;
        sizes.waitingSinceMillis = Long.MAX_VALUE;
        findOldest();
        return waitedMillis;
    }

    /** The waiting log is cleared. */
    void cleared(HeadKey key) {
        Sizes sizes = heads.get(key);
        if (sizes != null) {
            count(-sizes.waiting);
            sizes.waiting = 0;
            if (sizes.active == 0) {
                heads.remove(key);
            }
        }
    }

    /** Bytes of all logs. */
    long bytes() {
        return bytes;
    }

    /** How long the oldest cut has waited for its commit, 0 if none waits. */
    long oldestWaitMillis(long nowMillis) {
        return Math.max(0, nowMillis - oldestWaitingMillis);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    private void count(long added) {
        bytes += added;
    }

    private void findOldest() {
        oldestWaitingMillis = heads.values().stream()
                .mapToLong(sizes -> sizes.waitingSinceMillis)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
