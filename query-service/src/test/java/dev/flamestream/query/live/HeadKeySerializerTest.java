package dev.flamestream.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.head.HeadKey;
import java.nio.ByteBuffer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class HeadKeySerializerTest {
    @Test
    void writesTheSizeAndTheSpecifiedBytes() throws Exception {
        HeadKey key = new HeadKey("ténant", 3, -5, 1_700_000_400_000L);
        DataOutputSerializer out = new DataOutputSerializer(16);

        HeadKeySerializer.INSTANCE.serialize(key, out);

        byte[] bytes = key.toBytes();
        assertThat(out.getCopyOfBuffer())
                .isEqualTo(ByteBuffer.allocate(4 + bytes.length)
                        .putInt(bytes.length)
                        .put(bytes)
                        .array());
        assertThat(HeadKeySerializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isEqualTo(key);
    }
}
