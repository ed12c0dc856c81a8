package dev.flamestream.engine.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.Section.RowDetail;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is done to a block's bytes, the answer is the true one or the block is called damaged. */
class DamagedBlockTest {
    private static byte[] block = {};
    private static String truth = "";

    @BeforeAll
    static void writeSmallBlock() throws IOException {
        block = BlockRoundTripTest.write(BlockRoundTripTest.small(), Long.MAX_VALUE);
        truth = readAll(block);
        assertThat(block.length).isLessThan(12_000);
    }

    @Test
    void everyFlippedByteIsFoundOrHarmless() {
        int found = 0;
        for (int at = 0; at < block.length; at++) {
            byte[] damaged = block.clone();
            damaged[at] ^= mask(at);
            found += isFound(damaged, "byte " + at) ? 1 : 0;
        }
        // Harmless are the magic number in front, and columns that only other readers read.
        assertThat(found).isGreaterThan(block.length * 8 / 10);
    }

    @Test
    void everyTruncationIsFound() {
        for (int length = 0; length < block.length; length++) {
            assertThat(isFound(Arrays.copyOf(block, length), "cut at " + length))
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
            isFound(damaged, "seed 17, round " + i + ", bytes " + from + " to " + to);
        }
    }

    /** A forged page has the right checksum: then the numbers in it must not lead anywhere but to an answer or the error. */
    @Test
    void forgedPagesNeverLeadAstray() throws IOException {
        BlockFooter footer = BlockFooter.read(new MemoryBlockFile(block));
        for (int at = 4; at < block.length - footer.tailBytes(); at++) {
            byte[] forged = block.clone();
            forged[at] ^= mask(at);
            ForgedBlock.sign(forged, footer);
            try {
                readAll(forged);
            } catch (CorruptBlockException e) {
                assertThat(e.objectKey()).isEqualTo("memory.parquet");
            } catch (RuntimeException | IOException e) {
                fail("byte " + at, e);
            }
        }
    }

    /** So with the footer and the indexes: behind a right checksum nothing but the error for a damaged block may come. */
    @Test
    void forgedTailsNeverLeadAstray() throws IOException {
        int tailBytes = BlockFooter.read(new MemoryBlockFile(block)).tailBytes();
        for (int at = block.length - tailBytes; at < block.length; at++) {
            byte[] forged = block.clone();
            forged[at] ^= 0x10;
            try {
                ForgedBlock.sign(forged);
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
        assertThat(SectionIndexReader.read("x", "acme", index)).hasSameSizeAs(sections);
        for (int at = 0; at < index.length; at++) {
            for (int mask = 1; mask < 256; mask += 2) {
                byte[] damaged = index.clone();
                damaged[at] ^= (byte) mask;
                try {
                    SectionIndexReader.read("x", "acme", damaged);
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

    private static boolean isFound(byte[] damaged, String what) {
        try {
            assertThat(readAll(damaged)).as(what).isEqualTo(truth);
            return false;
        } catch (CorruptBlockException e) {
            return true;
        } catch (RuntimeException | IOException e) {
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
