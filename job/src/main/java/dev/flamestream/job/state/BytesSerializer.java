package dev.flamestream.job.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes immutable values as {@code int32 size, bytes}; a subclass says which bytes, and its snapshot which version of
 * them.
 *
 * <p>Stateless, so one instance serves all threads.
 *
 * @param <T> the value's type
 */
public abstract class BytesSerializer<T> extends TypeSerializer<T> {
    private static final long serialVersionUID = 1L;

    /** The value as bytes. */
    protected abstract byte[] toBytes(T value) throws IOException;

    /** Undoes {@link #toBytes}. */
    protected abstract T fromBytes(byte[] bytes) throws IOException;

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        byte[] bytes = toBytes(value);
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return fromBytes(bytes);
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        int size = source.readInt();
        target.writeInt(size);
        target.write(source, size);
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public T copy(T from, T reuse) {
        return from;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return this;
    }

    @Override
    public int getLength() {
        return -1;
    }

    /** Serializers without fields are equal if they are of one class: a subclass would write other bytes. */
    @Override
    @SuppressWarnings("EqualsGetClass")
    public boolean equals(Object other) {
        return other != null && other.getClass() == getClass();
    }

    @Override
    public int hashCode() {
        return getClass().hashCode();
    }
}
