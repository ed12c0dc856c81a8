package dev.flamestream.job.heads;

import dev.flamestream.engine.block.SectionCheck;
import dev.flamestream.engine.head.CorruptHeadException;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
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
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A head's log at the moment it was cut, on its way into a block.
 *
 * <p>The log itself travels, not its sections: it is smaller, and the block's writer reads it exactly as a query reads a live
 * head, so that both come to the same sums. Within the chain of head and sink it is one object, so that what was read to check it
 * is not read again to write it.
 */
public final class Cut {
    /** How Flink carries it, should head and sink ever not share a chain. */
    public static final TypeInformation<Cut> TYPE = new SerializedType<>(Cut.class, new Serializer());

    private final HeadKey key;
    private final List<byte[]> elements;
    private @Nullable List<Section> sections;

    /** Elements of a log, the header first; not copied. */
    public Cut(HeadKey key, List<byte[]> elements) {
        this.key = key;
        this.elements = elements;
    }

    /** The head. */
    public HeadKey key() {
        return key;
    }

    /** Its log, the header first. */
    public List<byte[]> elements() {
        return elements;
    }

    /** What it holds; read once. */
    public List<Section> sections() throws CorruptHeadException {
        List<Section> read = sections;
        if (read == null) {
            read = HeadSnapshot.read(elements).sections();
            sections = read;
        }
        return read;
    }

    /** Why no block can be made of it, in one line; empty if one can. A fault is one of ours, or damage of the state. */
    Optional<String> fault() {
        try {
            for (Section section : sections()) {
                PreOrderTree tree = section.readTree(Section.FrameDetail.FULL);
                ProfileRows rows = section.readProfiles(Section.RowDetail.SAMPLES);
                Optional<String> fault = SectionCheck.faultIn(tree, section.summary())
                        .or(() -> SectionCheck.faultIn(rows, section.summary(), tree.stackCount()));
                if (fault.isPresent()) {
                    return fault;
                }
            }
            return sections().isEmpty() ? Optional.of("no sections") : Optional.empty();
        } catch (IOException | RuntimeException unreadable) {
            // Thrown on, it would be thrown again after each restart, and no other head of the slot would ever be
            // stored.
            return Optional.of(unreadable.toString());
        }
    }

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
