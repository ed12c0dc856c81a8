package dev.flamestream.job.heads;

import dev.flamestream.job.state.BytesSerializer;
import dev.flamestream.job.state.BytesSerializerSnapshot;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * Which of a head's two logs is written, and how far the other's hand-over to its block has come.
 *
 * @param active the log that takes arrivals
 * @param dueMillis when the active log is to be cut; {@link #NONE} while it is empty
 * @param cutEpoch the last checkpoint that was begun before the other log's block was passed on; {@link #UNBUILT} until then,
 *     {@link #NONE} while that log is empty
 * @param committedMillis when the other log's block was first seen to be committed; {@link #NONE} until then
 */
record HeadControl(Log active, long dueMillis, long cutEpoch, long committedMillis) {
    /** No such time, no such checkpoint. */
    static final long NONE = -1;

    /** Cut, and in no block yet. */
    private static final long UNBUILT = -2;

    /** A head that holds nothing. */
    static final HeadControl EMPTY = new HeadControl(Log.A, NONE, NONE, NONE);

    /** One of the two logs. */
    enum Log {
        A,
        B;

        Log other() {
            return this == A ? B : A;
        }
    }

    /** Whether the active log holds profiles. */
    boolean isOpen() {
        return dueMillis != NONE;
    }

    /** Whether the other log still waits to be handed over. */
    boolean isHandingOver() {
        return cutEpoch != NONE;
    }

    /** Whether the other log waits to become part of a block. */
    boolean isUnbuilt() {
        return cutEpoch == UNBUILT;
    }

    /** Whether both logs are empty. */
    boolean isEmpty() {
        return !isOpen() && !isHandingOver();
    }

    /** The active log has taken its first profile. */
    HeadControl opened(long newDueMillis) {
        return new HeadControl(active, newDueMillis, cutEpoch, committedMillis);
    }

    /** The active log is empty again without having been cut. */
    HeadControl emptied() {
        return new HeadControl(active, NONE, cutEpoch, committedMillis);
    }

    /** The active log was cut and waits; arrivals go to the other. */
    HeadControl cut() {
        if (isHandingOver()) {
            throw new IllegalStateException("both logs of a head would wait for their blocks");
        }
        return new HeadControl(active.other(), NONE, UNBUILT, NONE);
    }

    /** The waiting log's block was passed on. */
    HeadControl built(long epoch) {
        if (!isUnbuilt()) {
            throw new IllegalStateException("a log would be in two blocks");
        }
        return new HeadControl(active, dueMillis, epoch, NONE);
    }

    /** The waiting log's block is committed. */
    HeadControl committed(long nowMillis) {
        return new HeadControl(active, dueMillis, cutEpoch, nowMillis);
    }

    /** The waiting log was cleared. */
    HeadControl cleared() {
        return new HeadControl(active, dueMillis, NONE, NONE);
    }

    /** Log, due, epoch and commit time, 25 bytes big-endian. */
    static final class Serializer extends BytesSerializer<HeadControl> {
        private static final long serialVersionUID = 1L;
        private static final int SIZE_BYTES = 1 + 3 * Long.BYTES;

        @Override
        protected byte[] toBytes(HeadControl value) {
            return ByteBuffer.allocate(SIZE_BYTES)
                    .put((byte) (value.active() == Log.A ? 'A' : 'B'))
                    .putLong(value.dueMillis())
                    .putLong(value.cutEpoch())
                    .putLong(value.committedMillis())
                    .array();
        }

        @Override
        protected HeadControl fromBytes(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new HeadControl(
                    buffer.get() == 'A' ? Log.A : Log.B, buffer.getLong(), buffer.getLong(), buffer.getLong());
        }

        @Override
        public HeadControl createInstance() {
            return EMPTY;
        }

        @Override
        public TypeSerializerSnapshot<HeadControl> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Version 1. */
    public static final class Snapshot extends BytesSerializerSnapshot<HeadControl> {
        public Snapshot() {
            super(1, new Serializer());
        }
    }
}
