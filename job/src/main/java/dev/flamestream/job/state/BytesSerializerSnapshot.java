package dev.flamestream.job.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a savepoint remembers of a {@link BytesSerializer}: the version of its bytes. A release reads all versions up to its
 * own.
 *
 * @param <T> the value's type
 */
public abstract class BytesSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {
    private final int version;
    private final BytesSerializer<T> serializer;
    private int writtenVersion;

    protected BytesSerializerSnapshot(int version, BytesSerializer<T> serializer) {
        this.version = version;
        this.serializer = serializer;
        this.writtenVersion = version;
    }

    @Override
    public int getCurrentVersion() {
        return version;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeInt(version);
    }

    @Override
    public void readSnapshot(int readVersion, DataInputView in, ClassLoader userCodeClassLoader) throws IOException {
        writtenVersion = in.readInt();
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
        return serializer;
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        boolean readable = old instanceof BytesSerializerSnapshot<T> snapshot && snapshot.writtenVersion <= version;
        return readable
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
