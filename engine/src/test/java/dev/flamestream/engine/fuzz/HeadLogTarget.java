package dev.flamestream.engine.fuzz;

import dev.flamestream.engine.head.CorruptHeadException;
import dev.flamestream.engine.head.DirectoryEvent;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.Section.RowDetail;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.merge.TreeMerger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Any bytes as a head's log, the checksums made right: they are called corrupt, or all that is read from them can be read.
 *
 * <p>An input is elements without their checksums, each behind its length in two bytes, little-endian.
 */
public final class HeadLogTarget {
    private static final int CHECKSUM_BYTES = 4;

    private HeadLogTarget() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException, QueryLimitException {
        List<byte[]> elements = elements(input);
        try {
            DirectoryEvent.replay(elements);
        } catch (CorruptHeadException e) {
            // As it should be.
        }
        HeadSnapshot snapshot;
        try {
            snapshot = HeadSnapshot.read(elements);
        } catch (CorruptHeadException e) {
            return;
        }
        HeadIndex.replay(elements);
        for (Section section : snapshot.sections()) {
            section.readTree(FrameDetail.FULL);
            section.readProfiles(RowDetail.SAMPLES);
            Selection all = new Selection(
                    section.summary().tenant(),
                    Optional.of(section.summary().profileType()),
                    List.of(),
                    new TimeRange(Long.MIN_VALUE, 5),
                    List.of());
            if (!TreeMerger.mergeByName(SectionSet.complete(List.of(section)), all, QueryLimits.DEFAULT)
                    .partial()
                    .isEmpty()) {
                throw new IllegalStateException("a section of a log that was taken is called damaged");
            }
        }
    }

    /** The input that stands for a log. */
    static byte[] input(List<byte[]> elements) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (byte[] element : elements) {
            int length = element.length - CHECKSUM_BYTES;
            input.write(length);
            input.write(length >> 8);
            input.write(element, 0, length);
        }
        return input.toByteArray();
    }

    private static List<byte[]> elements(byte[] input) {
        List<byte[]> elements = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= Short.BYTES) {
            int length = Math.min(in.getShort() & 0xffff, in.remaining());
            byte[] element = Arrays.copyOfRange(input, in.position(), in.position() + length + CHECKSUM_BYTES);
            CRC32C crc = new CRC32C();
            crc.update(input, in.position(), length);
            ByteBuffer.wrap(element).order(ByteOrder.LITTLE_ENDIAN).putInt(length, (int) crc.getValue());
            elements.add(element);
            in.position(in.position() + length);
        }
        return elements;
    }
}
