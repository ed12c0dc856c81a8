package dev.flamestream.query.live;

import dev.flamestream.engine.head.HeadKey;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** What Flink's client asks about the type of a key before it serializes one. */
final class HeadKeyType extends TypeInformation<HeadKey> {
    static final HeadKeyType INSTANCE = new HeadKeyType();

    private static final long serialVersionUID = 1L;

    private HeadKeyType() {}

    @Override
    public TypeSerializer<HeadKey> createSerializer(SerializerConfig ignored) {
        return HeadKeySerializer.INSTANCE;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<HeadKey> getTypeClass() {
        return HeadKey.class;
    }

    @Override
    public boolean isKeyType() {
        return true;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof HeadKeyType;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeadKeyType;
    }

    @Override
    public int hashCode() {
        return HeadKeyType.class.hashCode();
    }

    @Override
    public String toString() {
        return "HeadKey";
    }
}
