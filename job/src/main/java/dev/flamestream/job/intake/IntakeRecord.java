package dev.flamestream.job.intake;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.job.state.BytesSerializer;
import dev.flamestream.job.state.BytesSerializerSnapshot;
import dev.flamestream.job.state.SerializedType;
import java.io.DataInputStream;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * A record and the head it belongs to.
 *
 * @param headKey where it goes
 * @param record as it was read
 */
public record IntakeRecord(HeadKey headKey, KafkaRecord record) {
    /** How Flink carries it. */
    public static final TypeInformation<IntakeRecord> TYPE = new SerializedType<>(IntakeRecord.class, new Serializer());

    /** Key and record, one behind the other. */
    public static final class Serializer extends BytesSerializer<IntakeRecord> {
        private static final long serialVersionUID = 1L;

        @Override
        protected byte[] toBytes(IntakeRecord value) {
            return RecordBytes.collect(value.record().value().length + 1024, out -> {
                RecordBytes.writeBytes(value.headKey().toBytes(), out);
                RecordBytes.write(value.record(), out);
            });
        }

        @Override
        protected IntakeRecord fromBytes(byte[] bytes) throws IOException {
            DataInputStream in = RecordBytes.open(bytes);
            return new IntakeRecord(HeadKey.fromBytes(RecordBytes.readBytes(in)), RecordBytes.read(in));
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
