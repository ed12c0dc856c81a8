package dev.flamestream.engine.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.profile.Decoded;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.reference.TreeText;
import dev.flamestream.engine.section.Section;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeadLogTest {
    private static final HeadKey KEY = new HeadKey("acme", 1, 42, 600_000);
    private static final Labels LABELS = Labels.of("service_name", "shop", "__name__", "process_cpu");
    private static final UUID CUT_ID = new UUID(1, 2);

    private final PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT);
    private final HeadAppender appender = new HeadAppender(ProfileLimits.DEFAULT);
    private final List<byte[]> log = new ArrayList<>();
    private final HeadIndex head = HeadIndex.open(KEY, CUT_ID, LABELS);

    HeadLogTest() {
        log.add(head.header());
    }

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void aProfileThatBringsNothingNewCostsFewBytes() {
        PprofFile file =
                PprofFile.of("cpu/nanoseconds").sample("main;parse", 10_000_000).sample("main", 30_000_000);

        append(file, LABELS, 600_000);
        append(file, LABELS, 615_000);

        assertThat(log.get(2)).hasSizeLessThan(40);
        assertThat(head.profileCount()).isEqualTo(2);
        assertThat(head.logBytes())
                .isEqualTo(log.stream().mapToLong(element -> element.length).sum());
    }

    @Test
    void valuesThatAreAnotherTypesTimesAConstantAreWrittenOnce() throws IOException {
        PprofFile hits = PprofFile.of("samples/count", "cpu/nanoseconds");
        PprofFile other = PprofFile.of("samples/count", "cpu/nanoseconds");
        for (int i = 1; i <= 500; i++) {
            hits.sample("main;f" + i, i, i * 10_000_000L);
            other.sample("main;f" + i, i, 501 - i);
        }

        append(other, LABELS, 600_000);
        append(hits, LABELS, 615_000);
        append(other, LABELS, 630_000);

        assertThat(log.get(3).length - log.get(2).length).isGreaterThan(500);
        List<Section> sections = HeadSnapshot.read(log).sections();
        assertThat(sections.get(0).readProfiles(Section.RowDetail.TOTALS).total(1))
                .isEqualTo(125_250);
        assertThat(sections.get(1).readProfiles(Section.RowDetail.TOTALS).total(1))
                .isEqualTo(1_252_500_000_000L);
        assertThat(sections.get(1).readProfiles(Section.RowDetail.TOTALS).total(2))
                .isEqualTo(125_250);
    }

    @Test
    void sectionsHoldEveryTypeAndSeriesOfTheLog() throws IOException {
        append(
                PprofFile.of("samples/count", "cpu/nanoseconds")
                        .sample("main;a+b", 1, 10)
                        .sample("main;a+b", 2, 20)
                        .sample("main", Map.of("thread", "t1"), 3, 30)
                        .sample("", 4, 40),
                LABELS,
                600_005);

        List<Section> sections = HeadSnapshot.read(log).sections();

        assertThat(sections)
                .extracting(section -> section.summary().profileType().id())
                .containsExactly(
                        "process_cpu:samples:count:cpu:nanoseconds", "process_cpu:cpu:nanoseconds:cpu:nanoseconds");
        assertThat(treeText(sections.get(1))).isEqualTo("""
                - 100 (self 40)
                main 60 (self 30)
                  a 30 (self 0)
                    b 30 (self 30)
                """);
        assertThat(sections.get(1).summary().unit()).isEqualTo(10);
        assertThat(sections.get(1).readProfiles(Section.RowDetail.SAMPLES).series())
                .containsExactly(LABELS, LABELS.with("thread", "t1"));
    }

    @Test
    void replayRebuildsTheIndexSoThatTheNextElementIsTheSame() throws IOException {
        PprofFile first =
                PprofFile.of("cpu/nanoseconds").sample("main;parse", 10).sample("main;x;y", 7);
        PprofFile second = PprofFile.of("cpu/nanoseconds").sample("main;x;y", 5).sample("main;z", 1);
        append(first, LABELS, 600_000);

        HeadIndex replayed = HeadIndex.replay(log);
        byte[] afterReplay = element(replayed, second, LABELS, 600_100);
        append(second, LABELS, 600_100);

        assertThat(afterReplay).isEqualTo(log.get(2));
        assertThat(replayed.logBytes()).isEqualTo(head.logBytes());
        assertThat(replayed.cutId()).isEqualTo(CUT_ID);
    }

    @Test
    void emptyAndZeroProfilesAreRowsWithoutSamples() throws IOException {
        append(PprofFile.of("cpu/nanoseconds"), LABELS, 600_000);
        append(PprofFile.of("cpu/nanoseconds").sample("main", 0), LABELS, 600_001);

        Section section = HeadSnapshot.read(log).sections().get(0);

        assertThat(section.summary().profileCount()).isEqualTo(2);
        assertThat(treeText(section)).isEqualTo("");
    }

    @Test
    void sumsStopAtTheEndOfTheRange() throws IOException {
        append(
                PprofFile.of("cpu/nanoseconds").sample("main", Long.MAX_VALUE).sample("main", Long.MAX_VALUE),
                LABELS,
                600_000);
        append(PprofFile.of("cpu/nanoseconds").sample("main;low", Long.MIN_VALUE), LABELS, 600_001);

        Section section = HeadSnapshot.read(log).sections().get(0);

        assertThat(section.readProfiles(Section.RowDetail.SAMPLES).total(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(section.readProfiles(Section.RowDetail.SAMPLES).total(1)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aStackThatIsTooDeepKeepsItsRootSideAndSaysSo() throws IOException {
        String deep = String.join(";", Collections.nCopies(2_000, "f"));
        append(PprofFile.of("cpu/nanoseconds").sample("main;" + deep, 5), LABELS, 600_000);

        Section section = HeadSnapshot.read(log).sections().get(0);

        List<String> lines = treeText(section).lines().map(String::strip).toList();
        assertThat(lines).hasSize(ProfileLimits.DEFAULT.maxStackDepth());
        assertThat(lines.get(0)).isEqualTo("main 5 (self 0)");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("(truncated) 5 (self 5)");
    }

    @Test
    void spansStayWithTheirSamplesAndMakeNoSeries() throws IOException {
        append(
                PprofFile.of("cpu/nanoseconds")
                        .sample("main;a", Map.of("span_id", "00000000000000ff"), 10)
                        .sample("main;a", 20),
                LABELS,
                600_000);

        Section section = HeadSnapshot.read(log).sections().get(0);

        assertThat(section.readProfiles(Section.RowDetail.SAMPLES).series()).containsExactly(LABELS);
        assertThat(section.readProfiles(Section.RowDetail.SAMPLES).spans(0)).hasSize(24 + 3);
        assertThat(section.readProfiles(Section.RowDetail.SAMPLES).total(0)).isEqualTo(30);
    }

    @Test
    void anEmptyLabelMakesNoSeriesOfItsOwn() throws IOException {
        PprofFile file = PprofFile.of("cpu/nanoseconds")
                .sample("main;a", Map.of("thread", "t"), 10)
                .sample("main;a", 20);
        file.builder().setStringTable(file.string("t"), "");
        append(file, LABELS, 600_000);

        Section section = HeadSnapshot.read(log).sections().get(0);

        assertThat(section.summary().profileCount()).isEqualTo(1);
        assertThat(section.readProfiles(Section.RowDetail.SAMPLES).series()).containsExactly(LABELS);
        assertThat(section.readProfiles(Section.RowDetail.SAMPLES).total(0)).isEqualTo(30);
    }

    /** The stack counts nothing in the sum, so there is no ordinal that its spans could name. */
    @Test
    void spansThatCancelOutNameNoOtherStack() throws IOException {
        append(
                PprofFile.of("cpu/nanoseconds")
                        .sample("main;a", Map.of("span_id", "00000000000000ff"), 10)
                        .sample("main;a", Map.of("span_id", "00000000000000fe"), -10)
                        .sample("main;b", 20),
                LABELS,
                600_000);

        Section section = HeadSnapshot.read(log).sections().get(0);

        byte[] spans = section.readProfiles(Section.RowDetail.SAMPLES).spans(0);
        assertThat(treeText(section)).isEqualTo("""
                main 20 (self 0)
                  b 20 (self 20)
                """);
        assertThat(spans).hasSize(2 * (24 + 1));
        assertThat(spans[24]).as("samples of the first span").isZero();
    }

    @Test
    void labelsThatCouldNotBeReadBackAreRefused() {
        FlatProfile profile = ((Decoded.Accepted) decoder.decode(
                        PprofFile.of("cpu/nanoseconds").sample("main", 1).gzip()))
                .profile();

        assertThat(appender.check(profile, new Arrival(LABELS.with("__name__", "a:b"), 600_000, "")))
                .hasValueSatisfying(rejection -> assertThat(rejection.detail()).contains("\"a:b\"", "colon"));
        assertThat(appender.check(profile, new Arrival(LABELS.with("pod", "x".repeat(2_048)), 600_000, "")))
                .isEmpty();
        assertThat(appender.check(profile, new Arrival(LABELS.with("pod", "x".repeat(2_049)), 600_000, "")))
                .hasValueSatisfying(rejection -> assertThat(rejection.detail()).contains("2049", "2048"));
    }

    /** A stack whose values cancel out in a profile is none of the section's, and its span counts nowhere. */
    @Test
    void spansOfStacksThatCancelOutAreNotCountedUnderAnotherStack() throws IOException {
        append(
                PprofFile.of("cpu/nanoseconds")
                        .sample("main;a", 10)
                        .sample("main;b", Map.of("span_id", "00000000000000ff"), 5)
                        .sample("main;b", -5),
                LABELS,
                600_000);

        Section section = HeadSnapshot.read(log).sections().get(0);

        assertThat(treeText(section)).isEqualTo("""
                main 10 (self 0)
                  a 10 (self 10)
                """);
        // The span's ids and no samples.
        assertThat(section.readProfiles(Section.RowDetail.SAMPLES).spans(0)).hasSize(24 + 1);
    }

    @Test
    void keysHaveTheSpecifiedBytesAndHash() {
        byte[] bytes = KEY.toBytes();

        assertThat(bytes).asHexString().isEqualTo("00000001000000000000002A00000000000927C061636D65");
        assertThat(HeadKey.fromBytes(bytes)).isEqualTo(KEY);
        assertThat(KEY.hashCode()).isEqualTo(31 * "acme".hashCode() + 1);
        assertThat(HeadKey.directory("acme", 1)).hasSameHashCodeAs(KEY);
        assertThat(HeadKey.of("acme", 2, 6, 1_234_567, 600_000)).isEqualTo(new HeadKey("acme", 2, 6, 1_200_000));
    }

    private static String treeText(Section section) throws IOException {
        return TreeText.of(section.readTree(Section.FrameDetail.FULL));
    }

    private void append(PprofFile file, Labels labels, long timeMillis) {
        log.add(element(head, file, labels, timeMillis));
    }

    private byte[] element(HeadIndex index, PprofFile file, Labels labels, long timeMillis) {
        Decoded decoded = decoder.decode(file.gzip());
        FlatProfile profile = ((Decoded.Accepted) decoded).profile();
        Arrival arrival = new Arrival(labels, timeMillis, "");
        assertThat(appender.check(profile, arrival)).isEmpty();
        return appender.append(index, profile, arrival);
    }
}
