package dev.flamestream.engine.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.block.write.BlockWriter;
import dev.flamestream.engine.section.MemorySection;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.Section.RowDetail;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockRoundTripTest {
    static final ProfileType CPU = new ProfileType("process_cpu", "cpu", "nanoseconds", "cpu", "nanoseconds");
    static final ProfileType SPACE = new ProfileType("memory", "inuse_space", "bytes", "space", "bytes");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sectionsReadBackEqualThoseWritten(long seed) throws IOException {
        List<MemorySection> sections = sections(seed, 30);

        BlockReader reader = BlockReader.open(new MemoryBlockFile(write(sections, Long.MAX_VALUE)));

        List<MemorySection> expected = new ArrayList<>(sections);
        expected.sort(Comparator.comparing((Section s) -> s.summary().serviceName())
                .thenComparing(s -> s.summary().profileType().id()));
        assertSame(reader.sections(), expected, "seed " + seed);
    }

    @Test
    void severalRunsReadBackInTheOrderOfTheRuns() throws IOException {
        List<MemorySection> sections = sections(11, 12);

        BlockReader reader = BlockReader.open(new MemoryBlockFile(write(sections, 1)));

        assertSame(reader.sections(), sections, "seed 11");
        assertThat(reader.footer().rowGroups()).hasSize(24);
    }

    @Test
    void sectionLargerThanARowGroupContinuesInTheNext() throws IOException {
        GeneratedSections generated = new GeneratedSections(5);
        List<MemorySection> sections = List.of(
                generated.next("acme", "a", CPU),
                generated.next("acme", "b", CPU, 6000, 3000),
                generated.next("acme", "c", CPU));

        BlockReader reader = BlockReader.open(new MemoryBlockFile(write(sections, Long.MAX_VALUE)));

        assertThat(reader.footer().rowGroups()).hasSizeGreaterThan(3);
        assertSame(reader.sections(), sections, "seed 5");
    }

    @Test
    void footerSaysWhatTheBlockHolds() throws IOException {
        MemorySection section = new GeneratedSections(1).next("acme", "a", CPU);
        List<UUID> cuts = List.of(section.summary().cutId(), new UUID(1, 2));
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        BlockWriter writer = new BlockWriter("acme", target, List.of("x.parquet", "y.parquet"), Long.MAX_VALUE);
        writer.add(section, cuts);
        writer.finish();

        BlockReader reader = BlockReader.open(new MemoryBlockFile(target.toByteArray()));

        assertThat(reader.footer().tenant()).isEqualTo("acme");
        assertThat(reader.footer().sources()).containsExactly("x.parquet", "y.parquet");
        assertThat(reader.footer().minTimeMillis()).isEqualTo(section.summary().minTimeMillis());
        assertThat(reader.footer().maxTimeMillis()).isEqualTo(section.summary().maxTimeMillis());
        assertThat(reader.footer().sections().get(0).cutIds()).isEqualTo(cuts);
        assertThat(reader.footer().heldBytes()).isBetween(1_000L, 100_000L);
    }

    @Test
    void storesWhatASectionKnowsOfItselfOnceItWasRead() throws IOException {
        MemorySection known = new GeneratedSections(1).next("acme", "a", CPU);
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        BlockWriter writer = new BlockWriter("acme", target);

        writer.add(new SectionThatLearns(known));
        writer.finish();

        BlockReader reader = BlockReader.open(new MemoryBlockFile(target.toByteArray()));
        assertSame(reader.sections(), List.of(known), "seed 1");
    }

    @Test
    void refusesSectionOfAnotherTenantAndBlockOfNothing() throws IOException {
        MemorySection section = new GeneratedSections(1).next("acme", "a", CPU);
        BlockWriter writer = new BlockWriter("other", new ByteArrayOutputStream());

        assertThatThrownBy(() -> writer.add(section))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a section of other, found acme");
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void targetIsFlushedAndLeftOpen() throws IOException {
        List<String> calls = new ArrayList<>();
        OutputStream target = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                calls.add("flush");
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };
        BlockWriter writer = new BlockWriter("acme", target);
        writer.add(new GeneratedSections(1).next("acme", "a", CPU));
        assertThat(writer.bufferedBytes()).isBetween(1_000L, 10_000_000L);

        writer.finish();

        assertThat(calls).containsExactly("flush");
        assertThat(writer.bufferedBytes()).isZero();
    }

    @Test
    void equalSectionsMakeEqualBytes() throws IOException {
        assertThat(write(sections(3, 10), 100_000)).isEqualTo(write(sections(3, 10), 100_000));
    }

    static List<MemorySection> sections(long seed, int count) {
        GeneratedSections generated = new GeneratedSections(seed);
        List<MemorySection> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sections.add(generated.next("acme", "service-" + (i * 7 % 10), i % 2 == 0 ? CPU : SPACE));
        }
        return sections;
    }

    /** Two sections with all columns in use. */
    static List<MemorySection> small() {
        GeneratedSections generated = new GeneratedSections(42);
        MemorySection mixed = generated.next("acme", "checkout", CPU, 4, 6);
        List<Labels> pods = List.of(
                Labels.of(Map.of(Labels.SERVICE_NAME, "checkout", "pod", "a", "zone", "1")),
                Labels.of(Map.of(Labels.SERVICE_NAME, "checkout", "pod", "b")));
        return List.of(mixed, generated.next("acme", SPACE, 16, 3, pods, new UUID(4, 2)));
    }

    static byte[] write(List<? extends Section> sections, long maxRunBytes) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        BlockWriter writer = new BlockWriter("acme", target, List.of(), maxRunBytes);
        for (Section section : sections) {
            writer.add(section);
        }
        writer.finish();
        return target.toByteArray();
    }

    private static void assertSame(List<Section> found, List<? extends Section> expected, String seed)
            throws IOException {
        assertThat(found).as(seed).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(SectionText.of(found.get(i))).as(seed).isEqualTo(SectionText.of(expected.get(i)));
            assertThat(SectionText.names(found.get(i).readTree(FrameDetail.NAME)))
                    .as(seed)
                    .isEqualTo(SectionText.names(expected.get(i).readTree(FrameDetail.NAME)));
            assertThat(SectionText.totals(found.get(i).readProfiles(RowDetail.TOTALS)))
                    .as(seed)
                    .isEqualTo(SectionText.totals(expected.get(i).readProfiles(RowDetail.TOTALS)));
        }
    }
}
