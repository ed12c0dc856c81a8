package dev.flamestream.job.blocks;

import dev.flamestream.engine.block.SectionCheck;
import dev.flamestream.engine.head.CorruptHeadException;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A head's log at the moment it was cut.
 *
 * <p>A block's builder reads the log exactly as a query reads a live head, so that both come to the same sums. What was read to check
 * it is not read again to write it.
 */
public final class Cut {
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

    /** Profiles that it holds, as far as it can be read. */
    public int profileCount() {
        return Math.max(0, elements.size() - 1);
    }

    /** Size of the log. */
    public long logBytes() {
        return elements.stream().mapToLong(element -> element.length).sum();
    }

    /** Key and elements, each with its size before it. */
    public byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        byte[] keyBytes = key.toBytes();
        out.writeInt(keyBytes.length);
        out.write(keyBytes);
        out.writeInt(elements.size());
        for (byte[] element : elements) {
            out.writeInt(element.length);
            out.write(element);
        }
        return bytes.toByteArray();
    }
}
