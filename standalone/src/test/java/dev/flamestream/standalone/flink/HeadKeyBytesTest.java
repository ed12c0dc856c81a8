package dev.flamestream.standalone.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.head.HeadKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/**
 * The job's heads are asked for by the bytes of their key, which the query service writes with a serializer of its own: only
 * here are both on the class path.
 */
final class HeadKeyBytesTest {
    private static final long SEED = 20_261_123;

    private static final TypeSerializer<HeadKey> OF_JOB =
            dev.flamestream.job.state.HeadKeySerializer.TYPE.createSerializer(new SerializerConfigImpl());
    private static final TypeSerializer<HeadKey> OF_QUERIES = dev.flamestream.query.live.HeadKeySerializer.INSTANCE;

    @Test
    void jobAndQueryServiceWriteTheSameBytesAndReadEachOthers() throws IOException {
        for (HeadKey key : keys()) {
            byte[] bytes = write(OF_JOB, key);

            assertThat(write(OF_QUERIES, key)).as("seed %d, key %s", SEED, key).isEqualTo(bytes);
            assertThat(OF_QUERIES.deserialize(new DataInputDeserializer(bytes))).isEqualTo(key);
            assertThat(OF_JOB.deserialize(new DataInputDeserializer(bytes))).isEqualTo(key);
        }
    }

    private static List<HeadKey> keys() {
        List<HeadKey> keys = new ArrayList<>(List.of(
                HeadKey.directory("", 0),
                HeadKey.directory("anonymous", 15),
                new HeadKey("tenant-ü-\uD83D\uDD25", Integer.MAX_VALUE, -1, 0),
                new HeadKey("t".repeat(150), Integer.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE)));
        Random random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            String tenant = Integer.toString(random.nextInt(), Character.MAX_RADIX);
            keys.add(new HeadKey(tenant, random.nextInt(), random.nextLong(), random.nextLong()));
        }
        return keys;
    }

    private static byte[] write(TypeSerializer<HeadKey> serializer, HeadKey key) throws IOException {
        DataOutputSerializer target = new DataOutputSerializer(64);
        serializer.serialize(key, target);
        return target.getCopyOfBuffer();
    }
}
