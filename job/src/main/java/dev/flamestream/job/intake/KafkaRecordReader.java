package dev.flamestream.job.intake;

import dev.flamestream.job.state.BytesSerializer;
import dev.flamestream.job.state.BytesSerializerSnapshot;
import dev.flamestream.job.state.SerializedType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Takes Kafka's records as they are: nothing is judged here, so nothing can be lost here. */
public final class KafkaRecordReader implements KafkaRecordDeserializationSchema<KafkaRecord> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<KafkaRecord> out) {
        List<KafkaRecord.Header> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new KafkaRecord.Header(header.key(), orNothing(header.value())));
        }
        KafkaRecord.Origin origin =
                new KafkaRecord.Origin(record.topic(), record.partition(), record.offset(), record.timestamp());
        out.collect(new KafkaRecord(origin, headers, orNothing(record.key()), orNothing(record.value())));
    }

    @Override
    public TypeInformation<KafkaRecord> getProducedType() {
        return new SerializedType<>(KafkaRecord.class, new Serializer());
    }

    private static byte[] orNothing(byte @Nullable [] bytes) {
        return bytes == null ? NOTHING : bytes;
    }

    /** The record's parts, one behind the other. */
    public static final class Serializer extends BytesSerializer<KafkaRecord> {
        private static final long serialVersionUID = 1L;

        @Override
        protected byte[] toBytes(KafkaRecord value) {
            return RecordBytes.collect(value.value().length + 1024, out -> RecordBytes.write(value, out));
        }

        @Override
        protected KafkaRecord fromBytes(byte[] bytes) throws IOException {
            return RecordBytes.read(RecordBytes.open(bytes));
        }

        @Override
        public KafkaRecord createInstance() {
            throw new UnsupportedOperationException("records are made from Kafka's alone");
        }

        @Override
        public TypeSerializerSnapshot<KafkaRecord> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Version 1. */
    public static final class Snapshot extends BytesSerializerSnapshot<KafkaRecord> {
        public Snapshot() {
            super(1, new Serializer());
        }
    }
}
