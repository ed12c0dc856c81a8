package dev.flamestream.job.intake;

import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.job.state.BytesSerializer;
import dev.flamestream.job.state.BytesSerializerSnapshot;
import dev.flamestream.job.state.SerializedType;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * A record of one of a cluster's replicas, on its way to the election.
 *
 * @param cluster tenant and cluster, with a slash between them, which no tenant's name has
 * @param replica which of them
 * @param intake the record without the replica's label: sent back after a refusal it must not be elected on again
 */
public record ReplicaRecord(String cluster, String replica, IntakeRecord intake) {
    /** How Flink carries it. */
    public static final TypeInformation<ReplicaRecord> TYPE =
            new SerializedType<>(ReplicaRecord.class, new Serializer());

    /**
     * The replica's record of a record; empty if it has not both labels, since nobody can say whose replica it is, or one that the head
     * will refuse for its length.
     */
    public static Optional<ReplicaRecord> of(
            ParsedRecord.Accepted parsed, IntakeRecord intake, ReplicaSettings settings, ProfileLimits limits) {
        Labels labels = parsed.arrival().labels();
        String replica = labels.value(settings.replicaLabel());
        if (replica.isEmpty()) {
            return Optional.empty();
        }
        String cluster = labels.value(settings.clusterLabel());
        if (cluster.isEmpty() || Math.max(replica.length(), cluster.length()) > limits.maxLabelValueBytes()) {
            return Optional.empty();
        }
        KafkaRecord record = intake.record();
        String header = RecordFormat.LABEL_PREFIX + settings.replicaLabel();
        KafkaRecord rest = new KafkaRecord(
                record.origin(),
                record.headers().stream()
                        .filter(each -> !each.name().equals(header))
                        .toList(),
                record.key(),
                record.value());
        return Optional.of(new ReplicaRecord(
                parsed.tenant() + "/" + cluster,
                replica,
                new IntakeRecord(intake.headKey(), intake.sinceMillis(), rest)));
    }

    /** Cluster, replica and record, each with its size before it. */
    public static final class Serializer extends BytesSerializer<ReplicaRecord> {
        private static final long serialVersionUID = 1L;

        @Override
        protected byte[] toBytes(ReplicaRecord value) {
            return RecordBytes.collect(value.intake().record().value().length + 1024, out -> {
                RecordBytes.writeBytes(value.cluster().getBytes(StandardCharsets.UTF_8), out);
                RecordBytes.writeBytes(value.replica().getBytes(StandardCharsets.UTF_8), out);
                value.intake().write(out);
            });
        }

        @Override
        protected ReplicaRecord fromBytes(byte[] bytes) throws IOException {
            DataInputStream in = RecordBytes.open(bytes);
            String cluster = new String(RecordBytes.readBytes(in), StandardCharsets.UTF_8);
            String replica = new String(RecordBytes.readBytes(in), StandardCharsets.UTF_8);
            return new ReplicaRecord(cluster, replica, IntakeRecord.read(in));
        }

        @Override
        public ReplicaRecord createInstance() {
            throw new UnsupportedOperationException("records are made from Kafka's alone");
        }

        @Override
        public TypeSerializerSnapshot<ReplicaRecord> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Version 1. */
    public static final class Snapshot extends BytesSerializerSnapshot<ReplicaRecord> {
        public Snapshot() {
            super(1, new Serializer());
        }
    }
}
