package dev.flamestream.job.heads;

/**
 * Tells when the block that holds a cut is committed.
 *
 * <p>The file sink commits in the same task and chain, while the task is told of a completed checkpoint, and before this
 * operator is told. A block is therefore committed once a checkpoint has completed that was begun after it was passed on:
 *
 * <ol>
 *   <li>as it is passed on, the last checkpoint begun is noted with each of its cuts: {@link #epoch};
 *   <li>a completed checkpoint is only remembered: a committer that throws does not stop the notification;
 *   <li>in a later timer, what {@link #isCommitted} says is so, since a failed commit would have failed the task by then.
 * </ol>
 *
 * <p>After a restore nothing counts as completed until the next checkpoint does, by when the sink has committed what it had
 * restored.
 */
final class HandOver {
    private long lastBegun;
    private long lastCompleted = HeadControl.NONE;

    /** Starts after the checkpoint that was restored, 0 if none was. */
    HandOver(long restoredCheckpoint) {
        this.lastBegun = restoredCheckpoint;
    }

    void begun(long checkpoint) {
        lastBegun = checkpoint;
    }

    void completed(long checkpoint) {
        lastCompleted = Math.max(lastCompleted, checkpoint);
    }

    long epoch() {
        return lastBegun;
    }

    boolean isCommitted(long cutEpoch) {
        return cutEpoch < lastCompleted;
    }
}
