package dev.flamestream.job.state;

import dev.flamestream.engine.head.HeadKey;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Head keys in state and on the way to it: the form that {@link HeadKey} specifies. */
public final class HeadKeySerializer extends BytesSerializer<HeadKey> {
    /** The type of the job's keys. */
    public static final TypeInformation<HeadKey> TYPE = new SerializedType<>(HeadKey.class, new HeadKeySerializer());

    private static final long serialVersionUID = 1L;

    @Override
    protected byte[] toBytes(HeadKey key) {
        return key.toBytes();
    }

    @Override
    protected HeadKey fromBytes(byte[] bytes) {
        return HeadKey.fromBytes(bytes);
    }

    @Override
    public HeadKey createInstance() {
        return new HeadKey("", 0, 0, 0);
    }

    @Override
    public TypeSerializerSnapshot<HeadKey> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Version 1. */
    public static final class Snapshot extends BytesSerializerSnapshot<HeadKey> {
        public Snapshot() {
            super(1, new HeadKeySerializer());
        }
    }
}
