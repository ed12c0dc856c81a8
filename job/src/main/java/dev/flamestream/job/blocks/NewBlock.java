package dev.flamestream.job.blocks;

import dev.flamestream.job.state.BytesSerializer;
import dev.flamestream.job.state.BytesSerializerSnapshot;
import dev.flamestream.job.state.SerializedType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * A whole block on its way into a file.
 *
 * @param folder where it belongs
 * @param bytes the file; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewBlock(String folder, byte[] bytes) {
    /** How Flink carries it, should heads and sink ever not share a chain. */
    public static final TypeInformation<NewBlock> TYPE = new SerializedType<>(NewBlock.class, new Serializer());

    /** The folder's name, then the file. */
    public static final class Serializer extends BytesSerializer<NewBlock> {
        private static final long serialVersionUID = 1L;

        @Override
        protected byte[] toBytes(NewBlock block) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeUTF(block.folder);
            out.write(block.bytes);
            return bytes.toByteArray();
        }

        @Override
        protected NewBlock fromBytes(byte[] bytes) throws IOException {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            return new NewBlock(in.readUTF(), in.readAllBytes());
        }

        @Override
        public NewBlock createInstance() {
            throw new UnsupportedOperationException("blocks are made of cuts alone");
        }

        @Override
        public TypeSerializerSnapshot<NewBlock> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Version 1. */
    public static final class Snapshot extends BytesSerializerSnapshot<NewBlock> {
        public Snapshot() {
            super(1, new Serializer());
        }
    }
}
