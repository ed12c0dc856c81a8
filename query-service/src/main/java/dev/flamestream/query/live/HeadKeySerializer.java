package dev.flamestream.query.live;

import dev.flamestream.engine.head.HeadKey;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Head keys as the job writes them into its state, {@code int32 size, bytes} with the bytes that {@link HeadKey} specifies.
 *
 * <p>The job has a serializer of its own, since the two never see each other; a test where both are on the class path
 * compares them.
 */
public final class HeadKeySerializer extends TypeSerializerSingleton<HeadKey> {
    /** Stateless, so that one serves all. */
    public static final HeadKeySerializer INSTANCE = new HeadKeySerializer();

    private static final long serialVersionUID = 1L;

    private HeadKeySerializer() {}

    @Override
    public void serialize(HeadKey key, DataOutputView target) throws IOException {
        byte[] bytes = key.toBytes();
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    @Override
    public HeadKey deserialize(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return HeadKey.fromBytes(bytes);
    }

    @Override
    public HeadKey deserialize(HeadKey reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public HeadKey copy(HeadKey from) {
        return from;
    }

    @Override
    public HeadKey copy(HeadKey from, HeadKey reuse) {
        return from;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public HeadKey createInstance() {
        return HeadKey.directory("", 0);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public TypeSerializerSnapshot<HeadKey> snapshotConfiguration() {
        throw new UnsupportedOperationException("a client restores no state");
    }
}
