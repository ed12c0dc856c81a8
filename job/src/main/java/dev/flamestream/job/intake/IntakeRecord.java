package dev.flamestream.job.intake;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.job.state.BytesSerializer;
import dev.flamestream.job.state.BytesSerializerSnapshot;
import dev.flamestream.job.state.SerializedType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * A record and the head it belongs to; or, under the key of a directory, a tenant's listing: how many shards it may have.
 *
 * @param headKey where it goes
 * @param sinceMillis since when its series goes there; what is remembered of the series from before is out of date
 * @param record as it was read; for a listing one whose value is the count
 */
public record IntakeRecord(HeadKey headKey, long sinceMillis, KafkaRecord record) {
    private static final KafkaRecord.Origin NOWHERE = new KafkaRecord.Origin("", 0, 0, 0);

    /** How Flink carries it. */
    public static final TypeInformation<IntakeRecord> TYPE = new SerializedType<>(IntakeRecord.class, new Serializer());

    /** Lists that so many shards of a tenant may hold heads. */
    public static IntakeRecord listing(String tenant, int shardCount) {
        byte[] count = ByteBuffer.allocate(Integer.BYTES).putInt(shardCount).array();
        return new IntakeRecord(HeadKey.listing(tenant), 0, new KafkaRecord(NOWHERE, List.of(), new byte[0], count));
    }

    /** How many shards a listing says; nothing if this is a profile's record. */
    public OptionalInt listedShards() {
        return headKey.isDirectory()
                ? OptionalInt.of(ByteBuffer.wrap(record.value()).getInt())
                : OptionalInt.empty();
    }

    void write(DataOutputStream out) throws IOException {
        RecordBytes.writeBytes(headKey.toBytes(), out);
        out.writeLong(sinceMillis);
        RecordBytes.write(record, out);
    }

    static IntakeRecord read(DataInputStream in) throws IOException {
        return new IntakeRecord(HeadKey.fromBytes(RecordBytes.readBytes(in)), in.readLong(), RecordBytes.read(in));
    }

    /** Key, begin of the route and record, one behind the other. */
    public static final class Serializer extends BytesSerializer<IntakeRecord> {
        private static final long serialVersionUID = 1L;

        @Override
        protected byte[] toBytes(IntakeRecord value) {
            return RecordBytes.collect(value.record().value().length + 1024, value::write);
        }

        @Override
        protected IntakeRecord fromBytes(byte[] bytes) throws IOException {
            return read(RecordBytes.open(bytes));
        }

        @Override
        public IntakeRecord createInstance() {
            throw new UnsupportedOperationException("records are made from Kafka's alone");
        }

        @Override
        public TypeSerializerSnapshot<IntakeRecord> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Version 1. */
    public static final class Snapshot extends BytesSerializerSnapshot<IntakeRecord> {
        public Snapshot() {
            super(1, new Serializer());
        }
    }
}
