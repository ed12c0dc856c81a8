package dev.flamestream.engine.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.reference.EveryRead;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.Section.RowDetail;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.schemas.block.BlockFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is done to a block's bytes, the answer is the true one or the block is called damaged. */
class DamagedBlockTest {
    /** Takes some of the profiles of each section and leaves others. */
    private static final TimeRange PART =
            new TimeRange(GeneratedSections.START_MILLIS + 10_000, GeneratedSections.START_MILLIS + 30_000);

    private static final List<EveryRead.Read> IN_QUERIES = EveryRead.inQueries(PART);

    private static byte[] block = {};
    /** Of each section the answer of each read. */
    private static List<List<String>> truth = List.of();

    @BeforeAll
    static void writeSmallBlock() throws Exception {
        block = BlockRoundTripTest.write(BlockRoundTripTest.small(), Long.MAX_VALUE);
        List<List<String>> answers = new ArrayList<>();
        for (Section section : BlockReader.open(new MemoryBlockFile(block)).sections()) {
            List<String> ofSection = new ArrayList<>();
            for (EveryRead.Read read : IN_QUERIES) {
                ofSection.add(read.of(section));
            }
            answers.add(ofSection);
        }
        truth = answers;
        assertThat(block.length).isLessThan(12_000);
    }

    @Test
    void everyFlippedByteIsFoundOrHarmless() {
        int found = 0;
        for (int at = 0; at < block.length; at++) {
            for (int mask : new int[] {0xff, 1 << at % 8}) {
                byte[] damaged = block.clone();
                damaged[at] ^= (byte) mask;
                found += isFound(damaged, reads(at, mask), "byte " + at + " ^ " + mask) ? 1 : 0;
            }
        }
        // Harmless are the magic number in front, and columns that only other readers read.
        assertThat(found).isGreaterThan(2 * block.length * 8 / 10);
    }

    @Test
    void everyTruncationIsFound() {
        for (int length = 0; length < block.length; length++) {
            assertThat(isFound(Arrays.copyOf(block, length), IN_QUERIES, "cut at " + length))
                    .as("cut at %d", length)
                    .isTrue();
        }
    }

    @Test
    void everyOverwrittenRangeIsFoundOrHarmless() {
        Random random = new Random(17);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = block.clone();
            int from = random.nextInt(block.length);
            int to = from + random.nextInt(Math.min(512, block.length - from)) + 1;
            for (int at = from; at < to; at++) {
                damaged[at] = (byte) (i % 2 == 0 ? 0 : random.nextInt());
            }
            isFound(damaged, EveryRead.OF_SECTION, "seed 17, round " + i + ", bytes " + from + " to " + to);
        }
    }

    /** A forged page has the right checksum: then the numbers in it must not lead anywhere but to an answer or the error. */
    @Test
    void forgedPagesNeverLeadAstray() throws IOException {
        BlockFooter footer = BlockFooter.read(new MemoryBlockFile(block));
        for (int at = 4; at < block.length - footer.tailBytes(); at++) {
            byte[] forged = block.clone();
            forged[at] ^= mask(at);
            SignedBlock.sign(forged, footer);
            try {
                readAll(forged);
            } catch (CorruptBlockException e) {
                assertThat(e.objectKey()).isEqualTo("memory.parquet");
            } catch (RuntimeException | IOException e) {
                fail("byte " + at, e);
            }
        }
    }

    @Test
    void damagedSectionIndexNeverLeadsAstray() throws IOException {
        List<StoredSection> sections =
                BlockFooter.read(new MemoryBlockFile(block)).sections();
        byte[] index = SectionIndexWriter.write(sections);
        assertThat(SectionIndexReader.read("x", "acme", BlockFormat.VERSION, index))
                .hasSameSizeAs(sections);
        for (int at = 0; at < index.length; at++) {
            for (int mask = 1; mask < 256; mask += 2) {
                byte[] damaged = index.clone();
                damaged[at] ^= (byte) mask;
                try {
                    SectionIndexReader.read("x", "acme", BlockFormat.VERSION, damaged);
                } catch (CorruptBlockException e) {
                    assertThat(e).hasMessageStartingWith("x: section index: ");
                } catch (RuntimeException e) {
                    fail("byte " + at + " ^ " + mask, e);
                }
            }
        }
    }

    /** One bit, or all of them. */
    private static byte mask(int at) {
        return (byte) (at % 3 == 0 ? 0xff : 1 << at % 8);
    }

    /** A checksum does not know what a page is read for: the first kind of read takes every column, and the others add time. */
    private static List<EveryRead.Read> reads(int at, int mask) {
        if (mask != 0xff) {
            return EveryRead.OF_SECTION.subList(0, 1);
        }
        return at % 64 == 0 ? IN_QUERIES : EveryRead.OF_SECTION;
    }

    /** Tries each read, whatever came of the others: it says the truth or throws. Whether one has thrown. */
    private static boolean isFound(byte[] damaged, List<EveryRead.Read> reads, String what) {
        boolean found = false;
        try {
            List<Section> sections =
                    BlockReader.open(new MemoryBlockFile(damaged)).sections();
            assertThat(sections).as(what).hasSameSizeAs(truth);
            for (int section = 0; section < sections.size(); section++) {
                for (int read = 0; read < reads.size(); read++) {
                    found |= isFound(
                            sections.get(section),
                            reads.get(read),
                            truth.get(section).get(read),
                            what);
                }
            }
            return found;
        } catch (CorruptBlockException e) {
            return true;
        } catch (RuntimeException | IOException e) {
            return fail(what, e);
        }
    }

    private static boolean isFound(Section section, EveryRead.Read read, String answer, String what) {
        try {
            assertThat(read.of(section)).as(what).isEqualTo(answer);
            return false;
        } catch (CorruptBlockException e) {
            return true;
        } catch (RuntimeException | IOException | QueryLimitException e) {
            return fail(what, e);
        }
    }

    private static String readAll(byte[] bytes) throws IOException {
        StringBuilder all = new StringBuilder();
        BlockReader reader = BlockReader.open(new MemoryBlockFile(bytes));
        for (Section section : reader.sections()) {
            all.append(SectionText.of(section));
            all.append(SectionText.names(section.readTree(FrameDetail.NAME)));
            all.append(SectionText.totals(section.readProfiles(RowDetail.TOTALS)));
        }
        return all.toString();
    }
}
