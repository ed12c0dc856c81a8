package dev.flamestream.job.heads;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.job.state.BytesSerializer;
import dev.flamestream.job.state.BytesSerializerSnapshot;
import dev.flamestream.job.state.SerializedType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * A head's log at the moment it was cut, on its way into a block.
 *
 * <p>The log itself travels, not its sections: it is smaller, and the block's writer reads it exactly as a query reads a live
 * head, so that both come to the same sums.
 *
 * @param key the head
 * @param elements its log, the header first; not copied
 */
public record Cut(HeadKey key, List<byte[]> elements) {
    /** How Flink carries it, should head and sink ever not share a chain. */
    public static final TypeInformation<Cut> TYPE = new SerializedType<>(Cut.class, new Serializer());

    /** Key and elements, each with its size before it. */
    public static final class Serializer extends BytesSerializer<Cut> {
        private static final long serialVersionUID = 1L;

        @Override
        protected byte[] toBytes(Cut cut) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            byte[] key = cut.key().toBytes();
            out.writeInt(key.length);
            out.write(key);
            out.writeInt(cut.elements().size());
            for (byte[] element : cut.elements()) {
                out.writeInt(element.length);
                out.write(element);
            }
            return bytes.toByteArray();
        }

        @Override
        protected Cut fromBytes(byte[] bytes) throws IOException {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            HeadKey key = HeadKey.fromBytes(in.readNBytes(in.readInt()));
            List<byte[]> elements = new ArrayList<>();
            for (int rest = in.readInt(); rest > 0; rest--) {
                elements.add(in.readNBytes(in.readInt()));
            }
            return new Cut(key, elements);
        }

        @Override
        public Cut createInstance() {
            throw new UnsupportedOperationException("cuts are made from heads alone");
        }

        @Override
        public TypeSerializerSnapshot<Cut> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Version 1. */
    public static final class Snapshot extends BytesSerializerSnapshot<Cut> {
        public Snapshot() {
            super(1, new Serializer());
        }
    }
}
