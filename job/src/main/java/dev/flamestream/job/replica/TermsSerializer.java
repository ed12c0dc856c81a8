package dev.flamestream.job.replica;

import dev.flamestream.engine.replica.ReplicaTerms;
import dev.flamestream.job.state.BytesSerializer;
import dev.flamestream.job.state.BytesSerializerSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Terms in state: {@code int64 heardMillis, int32 count, count times (int64 fromMillis, UTF replica)}, big-endian. */
final class TermsSerializer extends BytesSerializer<ReplicaTerms> {
    private static final long serialVersionUID = 1L;

    @Override
    protected byte[] toBytes(ReplicaTerms value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(value.heardMillis());
        out.writeInt(value.terms().size());
        for (ReplicaTerms.Term term : value.terms()) {
            out.writeLong(term.fromMillis());
            out.writeUTF(term.replica());
        }
        return bytes.toByteArray();
    }

    @Override
    protected ReplicaTerms fromBytes(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        long heardMillis = in.readLong();
        List<ReplicaTerms.Term> terms = new ArrayList<>();
        for (int rest = in.readInt(); rest > 0; rest--) {
            long fromMillis = in.readLong();
            terms.add(new ReplicaTerms.Term(in.readUTF(), fromMillis));
        }
        return new ReplicaTerms(terms, heardMillis);
    }

    @Override
    public ReplicaTerms createInstance() {
        return ReplicaTerms.first("", 0);
    }

    @Override
    public TypeSerializerSnapshot<ReplicaTerms> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Version 1. */
    public static final class Snapshot extends BytesSerializerSnapshot<ReplicaTerms> {
        public Snapshot() {
            super(1, new TermsSerializer());
        }
    }
}
