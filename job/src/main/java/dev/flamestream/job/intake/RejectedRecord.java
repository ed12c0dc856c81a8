package dev.flamestream.job.intake;

import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.job.state.BytesSerializer;
import dev.flamestream.job.state.BytesSerializerSnapshot;
import dev.flamestream.job.state.SerializedType;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * A record that was refused, and why.
 *
 * @param record as it was read
 * @param rejection the reason
 */
public record RejectedRecord(KafkaRecord record, Rejection rejection) {
    /** How Flink carries it. */
    public static final TypeInformation<RejectedRecord> TYPE =
            new SerializedType<>(RejectedRecord.class, new Serializer());

    /** Reason, detail and record, one behind the other. */
    public static final class Serializer extends BytesSerializer<RejectedRecord> {
        private static final long serialVersionUID = 1L;

        @Override
        protected byte[] toBytes(RejectedRecord value) {
            return RecordBytes.collect(value.record().value().length + 1024, out -> {
                out.writeUTF(value.rejection().reason().name());
                RecordBytes.writeBytes(value.rejection().detail().getBytes(StandardCharsets.UTF_8), out);
                RecordBytes.write(value.record(), out);
            });
        }

        @Override
        protected RejectedRecord fromBytes(byte[] bytes) throws IOException {
            DataInputStream in = RecordBytes.open(bytes);
            RejectReason reason = RejectReason.valueOf(in.readUTF());
            String detail = new String(RecordBytes.readBytes(in), StandardCharsets.UTF_8);
            return new RejectedRecord(RecordBytes.read(in), new Rejection(reason, detail));
        }

        @Override
        public RejectedRecord createInstance() {
            throw new UnsupportedOperationException("records are made from Kafka's alone");
        }

        @Override
        public TypeSerializerSnapshot<RejectedRecord> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Version 1. */
    public static final class Snapshot extends BytesSerializerSnapshot<RejectedRecord> {
        public Snapshot() {
            super(1, new Serializer());
        }
    }
}
