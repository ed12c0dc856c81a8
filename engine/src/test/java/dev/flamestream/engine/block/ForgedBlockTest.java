package dev.flamestream.engine.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.github.luben.zstd.Zstd;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.Section.RowDetail;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.section.SeriesRuns;
import dev.flamestream.schemas.block.BlockFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Blocks that lie behind right checksums: they lead to an answer or to the exception, and to nothing else. */
class ForgedBlockTest {
    /** Numbers at which counts, sizes and ordinals go wrong. */
    private static final long[] LIES = {
        0, 1, -1, 3, 8193, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private static byte[] block = {};
    /** The block taken apart; each test leaves it as it was. */
    private static ForgedBlock parts;

    private static List<StoredSection> sections = List.of();
    private static String truth = "";
    /** Every page of every chunk. */
    private static List<Opened> opened = List.of();

    @BeforeAll
    static void writeSmallBlock() throws IOException {
        block = BlockRoundTripTest.write(BlockRoundTripTest.small(), Long.MAX_VALUE);
        sections = BlockFooter.read(new MemoryBlockFile(block)).sections();
        truth = textOf(block);
        parts = ForgedBlock.open(block);
        opened = openPages();
    }

    private static List<Opened> openPages() throws IOException {
        List<Opened> pages = new ArrayList<>();
        List<ForgedBlock.Chunk> chunks = parts.chunks();
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            for (int page = 0; page < chunks.get(chunk).pages.size(); page++) {
                pages.add(Opened.of(chunks.get(chunk), chunk, page));
            }
        }
        assertThat(pages).hasSizeGreaterThan(50);
        return pages;
    }

    @Test
    void aBlockPutTogetherAgainReadsAsItDid() throws IOException {
        assertThat(textOf(ForgedBlock.open(block).close())).isEqualTo(truth);
    }

    /** Levels, ids, numbers, lengths and packed samples, as they are before they are compressed. */
    @Test
    void bytesOfAPagesContent() throws IOException {
        for (Opened page : opened) {
            // Past some values of a column the next ones are read as they were.
            for (int at = 0; at < page.content.length; at += at < 256 ? 1 : 7) {
                byte[] content = page.content.clone();
                content[at] ^= (byte) (at % 2 == 0 ? 0xff : 1 << at / 2 % 8);
                expectAnswerOrDamage(withPage(page, page.closed(content)), page + ", byte " + at);
            }
        }
    }

    @Test
    void lengthsOfAPagesContent() throws IOException {
        for (Opened page : opened) {
            int step = Math.max(1, page.content.length / 16);
            for (int length = 0; length < page.content.length; length += step) {
                byte[] cut = Arrays.copyOf(page.content, length);
                expectAnswerOrDamage(withPage(page, page.closed(cut)), page + " cut at " + length);
            }
        }
    }

    @Test
    void everyNumberOfAPageHeader() throws IOException {
        List<BiConsumer<PageHeader, Integer>> ofData = List.of(
                PageHeader::setUncompressed_page_size,
                PageHeader::setCompressed_page_size,
                (header, lie) -> header.getData_page_header_v2().setNum_values(lie),
                (header, lie) -> header.getData_page_header_v2().setNum_nulls(lie),
                (header, lie) -> header.getData_page_header_v2().setNum_rows(lie),
                (header, lie) -> header.getData_page_header_v2().setDefinition_levels_byte_length(lie),
                (header, lie) -> header.getData_page_header_v2().setRepetition_levels_byte_length(lie));
        List<BiConsumer<PageHeader, Integer>> ofDictionary = List.of(
                PageHeader::setUncompressed_page_size,
                PageHeader::setCompressed_page_size,
                (header, lie) -> header.getDictionary_page_header().setNum_values(lie));
        for (Opened page : opened) {
            List<BiConsumer<PageHeader, Integer>> fields =
                    page.header.isSetDictionary_page_header() ? ofDictionary : ofData;
            for (int field = 0; field < fields.size(); field++) {
                for (long lie : LIES) {
                    if (lie == (int) lie && lie != 3) {
                        PageHeader header = new PageHeader(page.header);
                        fields.get(field).accept(header, (int) lie);
                        byte[] forged = withPage(page, Opened.page(header, page.body));
                        expectAnswerOrDamage(forged, page + ", field " + field + ": " + lie);
                    }
                }
            }
        }
    }

    @Test
    void everyNumberOfTheFooter() throws IOException {
        int chunkCount = ForgedBlock.open(block).chunks().size();
        for (long lie : LIES) {
            for (int rowGroup = 0; rowGroup < 2; rowGroup++) {
                ForgedBlock forged = ForgedBlock.open(block);
                RowGroup entry = forged.footer().getRow_groups().get(rowGroup);
                entry.setNum_rows(lie);
                expectDamage(forged.close(), "rows of row group " + rowGroup + ": " + lie);
            }
            for (int chunk = 0; chunk < chunkCount; chunk++) {
                ForgedBlock forged = ForgedBlock.open(block);
                PageLocation location =
                        forged.chunks().get(chunk).index.getPage_locations().get(0);
                if (lie != 0) {
                    location.setFirst_row_index(lie);
                    expectDamage(forged.close(), "first row of chunk " + chunk + ": " + lie);
                }
            }
        }
    }

    /** The footer is read before anything else can be checked against it. Column indexes are for other readers and not here. */
    @Test
    void everyByteOfTheTail() throws IOException {
        byte[] whole = parts.close();
        int tailOffset =
                whole.length - BlockFooter.read(new MemoryBlockFile(whole)).tailBytes();
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        int seal = text.lastIndexOf(BlockFormat.METADATA_SEAL);
        for (int at = tailOffset; at < whole.length; at++) {
            int mask = at % 2 == 0 ? 0xff : 1 << at / 2 % 8;
            byte[] forged = whole.clone();
            forged[at] ^= (byte) mask;
            // Without a seal there is nothing to sign.
            if (at < seal || at > seal + BlockFormat.METADATA_SEAL.length() + 2 + 16) {
                expectAnswerOrDamage(ForgedBlock.sealed(forged, tailOffset), "tail, byte " + at + " ^ " + mask);
            }
        }
    }

    @Test
    void sectionsThatClaimOtherRowsSumsOrUnits() throws IOException {
        StoredSection a = sections.get(0);
        SectionSummary s = a.summary();
        List<StoredSection> lies = new ArrayList<>();
        for (long lie : LIES) {
            if (lie != a.firstProfileRow()) {
                lies.add(with(a, s, lie, a.firstNodeRow(), a.stackCount(), a.total()));
            }
            lies.add(with(a, s, a.firstProfileRow(), lie, a.stackCount(), a.total()));
            // A sum at an end of the range may be any.
            if (lie != a.total() && lie != Long.MAX_VALUE && lie != Long.MIN_VALUE) {
                lies.add(with(a, s, a.firstProfileRow(), a.firstNodeRow(), a.stackCount(), lie));
            }
            if (lie == (int) lie && lie >= 0) {
                int count = (int) lie;
                if (count != a.stackCount()) {
                    lies.add(with(a, s, a.firstProfileRow(), a.firstNodeRow(), count, a.total()));
                }
                lies.add(with(a, counts(s, count, s.nodeCount(), s.unit())));
                lies.add(with(a, counts(s, s.profileCount(), count, s.unit())));
            }
            if (lie > 0 && lie != s.unit()) {
                lies.add(with(a, counts(s, s.profileCount(), s.nodeCount(), lie)));
            }
        }
        lies.removeIf(a::equals);
        assertThat(lies).hasSizeGreaterThan(40);
        for (StoredSection lie : lies) {
            expectDamage(withSections(List.of(lie, sections.get(1))), lie.toString());
        }
    }

    @Test
    void runsThatAreNotAsManyProfiles() throws IOException {
        StoredSection a = sections.get(0);
        assertThat(a.runs().count()).isEqualTo(2);
        List<String> texts = List.of("a", "b");
        for (int[] lie : List.of(
                new int[] {0, 1, 0, 0, 16, 2, 0, 0},
                new int[] {15, 1, 0, 0},
                new int[] {16, 1, 0, 0, 16, 2, 0, 0},
                new int[] {Integer.MAX_VALUE, 1, 0, 0, 17, 2, 0, 0})) {
            SeriesRuns runs = new SeriesRuns(a.runs().names(), texts, lie);
            StoredSection forged = new StoredSection(
                    a.summary(),
                    a.cutIds(),
                    a.firstProfileRow(),
                    a.firstNodeRow(),
                    a.stackCount(),
                    a.unsymbolizedCount(),
                    a.total(),
                    runs);
            expectDamage(withSections(List.of(forged, sections.get(1))), forged.toString());
        }
    }

    @Test
    void sectionsThatShareRowsOrLeaveSomeOut() throws IOException {
        assertThatThrownBy(() -> readAll(withSections(List.of(sections.get(0)))))
                .isInstanceOf(CorruptBlockException.class)
                .hasMessageStartingWith("memory.parquet: footer: expected ")
                .hasMessageContaining("rows in sections");
        assertThatThrownBy(() -> readAll(withSections(List.of(sections.get(0), sections.get(0)))))
                .isInstanceOf(CorruptBlockException.class);
        expectDamage(withSections(List.of()), "no sections");
    }

    private static StoredSection with(
            StoredSection a, SectionSummary s, long firstProfileRow, long firstNodeRow, int stacks, long total) {
        return new StoredSection(
                s, a.cutIds(), firstProfileRow, firstNodeRow, stacks, a.unsymbolizedCount(), total, a.runs());
    }

    private static StoredSection with(StoredSection a, SectionSummary s) {
        return with(a, s, a.firstProfileRow(), a.firstNodeRow(), a.stackCount(), a.total());
    }

    private static SectionSummary counts(SectionSummary s, int profileCount, int nodeCount, long unit) {
        return new SectionSummary(
                s.tenant(),
                s.serviceName(),
                s.profileType(),
                s.cutId(),
                s.minTimeMillis(),
                s.maxTimeMillis(),
                unit,
                profileCount,
                nodeCount,
                s.labels());
    }

    private static byte[] withSections(List<StoredSection> entries) throws IOException {
        ForgedBlock forged = ForgedBlock.open(block);
        byte[] index = ZstdPages.compress(SectionIndexWriter.write(entries));
        forged.put(BlockFormat.METADATA_SECTIONS, Base64.getEncoder().encodeToString(index));
        return forged.close();
    }

    private static byte[] withPage(Opened page, byte[] bytes) throws IOException {
        List<byte[]> pages = parts.chunks().get(page.chunk).pages;
        byte[] before = pages.set(page.page, bytes);
        byte[] forged = parts.close();
        pages.set(page.page, before);
        return forged;
    }

    private static void expectDamage(byte[] forged, String what) {
        try {
            readAll(forged);
            fail(what + " was read as if nothing had happened");
        } catch (CorruptBlockException e) {
            assertThat(e.objectKey()).as(what).isEqualTo("memory.parquet");
        } catch (RuntimeException | IOException e) {
            fail(what, e);
        }
    }

    private static void expectAnswerOrDamage(byte[] forged, String what) {
        try {
            readAll(forged);
        } catch (CorruptBlockException e) {
            assertThat(e.objectKey()).as(what).isEqualTo("memory.parquet");
        } catch (RuntimeException | IOException e) {
            fail(what, e);
        }
    }

    private static String textOf(byte[] bytes) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Section section : BlockReader.open(new MemoryBlockFile(bytes)).sections()) {
            text.append(SectionText.of(section));
        }
        return text.toString();
    }

    private interface Read {
        Object of(Section section) throws IOException;
    }

    /** Every column, and names alone, of each section, even if one has failed: the first fault is thrown in the end. */
    private static void readAll(byte[] bytes) throws IOException {
        List<Read> reads = List.of(
                section -> section.readTree(FrameDetail.FULL),
                section -> section.readTree(FrameDetail.NAME),
                section -> section.readProfiles(RowDetail.SAMPLES));
        List<CorruptBlockException> faults = new ArrayList<>();
        for (Section section : BlockReader.open(new MemoryBlockFile(bytes)).sections()) {
            for (Read read : reads) {
                try {
                    assertThat(read.of(section)).isNotNull();
                } catch (CorruptBlockException e) {
                    faults.add(e);
                }
            }
        }
        if (!faults.isEmpty()) {
            throw faults.get(0);
        }
    }

    /** A page with its levels and values laid open. */
    private static final class Opened {
        private final ForgedBlock.Chunk of;
        private final int chunk;
        private final int page;
        private final PageHeader header;
        private final byte[] body;
        private final byte[] content;

        private Opened(ForgedBlock.Chunk of, int chunk, int page, PageHeader header, byte[] body) {
            this.of = of;
            this.chunk = chunk;
            this.page = page;
            this.header = header;
            this.body = body;
            this.content = content(header, body);
        }

        static Opened of(ForgedBlock.Chunk of, int chunk, int page) throws IOException {
            ByteArrayInputStream in = new ByteArrayInputStream(of.pages.get(page));
            PageHeader header = Util.readPageHeader(in);
            return new Opened(of, chunk, page, header, in.readAllBytes());
        }

        private static byte[] content(PageHeader header, byte[] body) {
            int levels = 0;
            boolean isCompressed = true;
            if (header.isSetData_page_header_v2()) {
                DataPageHeaderV2 data = header.getData_page_header_v2();
                levels = data.getDefinition_levels_byte_length() + data.getRepetition_levels_byte_length();
                isCompressed = data.isIs_compressed();
            }
            byte[] content = Arrays.copyOf(body, header.getUncompressed_page_size());
            int valueBytes = content.length - levels;
            if (isCompressed && valueBytes > 0) {
                Zstd.decompressByteArray(content, levels, valueBytes, body, levels, body.length - levels);
            }
            return content;
        }

        /** The page with other content, of a data page without compression. */
        byte[] closed(byte[] forged) throws IOException {
            PageHeader copy = new PageHeader(header);
            byte[] bytes = forged;
            if (header.isSetDictionary_page_header()) {
                bytes = ZstdPages.compress(forged);
            } else {
                copy.getData_page_header_v2().setIs_compressed(false);
            }
            copy.setUncompressed_page_size(forged.length);
            copy.setCompressed_page_size(bytes.length);
            return page(copy, bytes);
        }

        private static byte[] page(PageHeader header, byte[] body) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Util.writePageHeader(header, out);
            out.writeBytes(body);
            return out.toByteArray();
        }

        @Override
        public String toString() {
            return "column " + of.column.path() + ", chunk " + chunk + ", page " + page;
        }
    }
}
