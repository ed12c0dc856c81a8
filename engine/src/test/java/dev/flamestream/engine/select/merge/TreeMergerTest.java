package dev.flamestream.engine.select.merge;

import static dev.flamestream.engine.reference.Sections.CPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.reference.RandomProfiles;
import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.reference.TreeText;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeMergerTest {
    private static final Labels POD_1 = Labels.of("pod", "1");
    private static final Labels POD_2 = Labels.of("pod", "2");
    private static final TimeRange ALWAYS = new TimeRange(0, 1000);
    private static final Selection ALL = Selection.of(Sections.TENANT, CPU, List.of(), ALWAYS);

    private static Sections twoPods() {
        return Sections.section()
                .profile(POD_1, 100, "main;parse 10", "main;render;draw 20")
                .profile(POD_2, 200, "main;parse 1", "idle 5");
    }

    private static MergedTree merge(Selection selection, Section... sections) throws Exception {
        return TreeMerger.mergeByName(SectionSet.complete(List.of(sections)), selection, QueryLimits.DEFAULT);
    }

    private static Selection at(String... callSite) {
        return new Selection(Sections.TENANT, Optional.of(CPU), List.of(), ALWAYS, List.of(callSite));
    }

    @Test
    void mergesWholeSections() throws Exception {
        MergedTree merged = merge(
                ALL,
                twoPods().build(),
                Sections.section().profile(POD_1, 1, "main 7", "idle 1").build());

        assertThat(TreeText.of(merged)).isEqualTo("""
                idle 6 (self 6)
                main 38 (self 7)
                  parse 11 (self 11)
                  render 20 (self 0)
                    draw 20 (self 20)
                """);
        assertThat(merged.profileCount()).isEqualTo(3);
        assertThat(merged.saturated()).isFalse();
    }

    @Test
    void leavesOutNodesThatNoSelectedStackReaches() throws Exception {
        Selection pod2 = Selection.of(Sections.TENANT, CPU, List.of(LabelMatcher.equal("pod", "2")), ALWAYS);

        MergedTree merged = merge(pod2, twoPods().build());

        assertThat(TreeText.of(merged)).isEqualTo("""
                idle 5 (self 5)
                main 1 (self 0)
                  parse 1 (self 1)
                """);
        assertThat(merged.profileCount()).isEqualTo(1);
    }

    @Test
    void cutsAtTheBordersOfTheRange() throws Exception {
        assertThat(TreeText.of(
                        merge(ALL.during(new TimeRange(101, 201)), twoPods().build())))
                .startsWith("idle 5");
        assertThat(TreeText.of(
                        merge(ALL.during(new TimeRange(100, 200)), twoPods().build())))
                .isEqualTo("""
                        main 30 (self 0)
                          parse 10 (self 10)
                          render 20 (self 0)
                            draw 20 (self 20)
                        """);
        assertThat(TreeText.of(
                        merge(ALL.during(new TimeRange(101, 200)), twoPods().build())))
                .isEmpty();
    }

    @Test
    void keepsOnlyStacksThatBeginAtTheCallSite() throws Exception {
        assertThat(TreeText.of(merge(at("main", "render"), twoPods().build()))).isEqualTo("""
                main 20 (self 0)
                  render 20 (self 0)
                    draw 20 (self 20)
                """);
        assertThat(TreeText.of(merge(at("render"), twoPods().build()))).isEmpty();
        assertThat(TreeText.of(merge(at("main", "parse", "deeper"), twoPods().build())))
                .isEmpty();
    }

    @Test
    void mergesByNameWhatDiffersByLineAndKeepsItApartByFrame() throws Exception {
        Frame line1 = new Frame("work", "", "w.go", 1, 0, "/bin/app", "b1", 0, false);
        Frame line2 = new Frame("work", "", "w.go", 2, 0, "/bin/app", "b1", 0, false);
        Section section = Sections.section()
                .profile(POD_1, 1, Map.of(List.of(line1), 3L, List.of(line2), 4L))
                .build();

        MergedTree byFrame = TreeMerger.mergeByFrame(SectionSet.complete(List.of(section)), ALL, QueryLimits.DEFAULT);

        assertThat(TreeText.of(merge(ALL, section))).isEqualTo("work 7 (self 7)\n");
        assertThat(TreeText.of(byFrame)).isEqualTo("work 3 (self 3)\nwork 4 (self 4)\n");
        assertThat(byFrame.frames().get(0)).isEqualTo(line1);
    }

    @Test
    void namesFramesWithoutSymbolsByBinaryAndAddress() throws Exception {
        Frame frame = new Frame("", "", "", 0, 0, "/usr/lib/libc.so.6", "", 0x1f40, false);

        MergedTree merged = merge(
                ALL,
                Sections.section().profile(POD_1, 1, Map.of(List.of(frame), 2L)).build());

        assertThat(TreeText.of(merged)).isEqualTo("libc.so.6!0x1f40 2 (self 2)\n");
    }

    @Test
    void leavesOutStacksWhoseValuesCancelOutWhereverTheyAre() throws Exception {
        Section plus = Sections.section().profile(POD_1, 1, "a;b 5", "c 1").build();
        Section minus = Sections.section().profile(POD_1, 1, "a;b -5").build();

        assertThat(TreeText.of(merge(ALL, plus, minus))).isEqualTo("c 1 (self 1)\n");
    }

    @Test
    void saysThatASumIsPast64Bits() throws Exception {
        long max = Long.MAX_VALUE;

        assertThat(overflows(sectionOf("a " + (max - 1)), sectionOf("b 1")))
                .as("a total of exactly the end of the range")
                .isFalse();
        assertThat(overflows(sectionOf("a " + (max - 1)), sectionOf("b 2"))).isTrue();
        assertThat(overflows(sectionOf("a " + (max - 2)), sectionOf("a 1"))).isFalse();
        assertThat(overflows(sectionOf("a " + (max - 2)), sectionOf("a 3"))).isTrue();
        assertThat(overflows(sectionOf("a " + (-max + 1)), sectionOf("b -1"))).isFalse();
        assertThat(overflows(sectionOf("a " + -max), sectionOf("b -1"))).isTrue();
    }

    /** A value of the other sign would bring a sum back that has been cut off: then nobody could tell. */
    @Test
    void aSumThatWasCutOffStaysSoWhateverIsAdded() throws Exception {
        Section[] sections = {sectionOf("a " + (Long.MAX_VALUE - 1)), sectionOf("a 5"), sectionOf("a -100")};

        MergedTree merged = merge(ALL, sections);

        assertThat(merged.tree().totals()[0]).isEqualTo(Long.MAX_VALUE);
        assertThat(merged.partial()).extracting(PartialReason::cause).containsExactly(PartialReason.Cause.SUM_OVERFLOW);
    }

    private static Section sectionOf(String stack) {
        return Sections.section().profile(POD_1, 1, stack).build();
    }

    private static boolean overflows(Section... sections) throws Exception {
        MergedTree merged = merge(ALL, sections);
        MergedTree byFrame = TreeMerger.mergeByFrame(SectionSet.complete(List.of(sections)), ALL, QueryLimits.DEFAULT);
        assertThat(byFrame.partial()).isEqualTo(merged.partial());
        assertThat(merged.partial()).hasSize(merged.saturated() ? 1 : 0);
        return merged.saturated();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void agreesWithTheNaiveDatabase(boolean negative) throws Exception {
        for (int seed = 0; seed < 2000; seed++) {
            RandomProfiles profiles = RandomProfiles.of(seed, negative);
            Selection selection = profiles.selection();
            SectionSet set = SectionSet.complete(profiles.sections());

            MergedTree byName = TreeMerger.mergeByName(set, selection, QueryLimits.DEFAULT);
            MergedTree byFrame = TreeMerger.mergeByFrame(set, selection, QueryLimits.DEFAULT);

            String context = "seed " + seed + ": " + selection;
            assertThat(TreeText.folded(byName, Naming.FUNCTION))
                    .as(context)
                    .isEqualTo(profiles.database().query(selection, Naming.FUNCTION));
            // Frames that differ only in their binary fold to one text, where their sums may come to 0.
            var byLine = TreeText.folded(byFrame, Naming.LINE);
            byLine.values().removeIf(sum -> sum == 0);
            assertThat(byLine).as(context).isEqualTo(profiles.database().query(selection, Naming.LINE));
            assertThat(byName.profileCount())
                    .as(context)
                    .isEqualTo(profiles.database().count(selection));
        }
    }

    @Test
    void mergingMergedPartsIsMergingAll() throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            RandomProfiles profiles = RandomProfiles.of(seed, true);
            SectionSet set = SectionSet.complete(profiles.sections());
            MergedTree once = TreeMerger.mergeByFrame(set, ALL, QueryLimits.DEFAULT);
            PathMerger parts = new PathMerger(false, QueryLimits.DEFAULT);
            for (Section section : profiles.sections()) {
                MergedTree part =
                        TreeMerger.mergeByFrame(SectionSet.complete(List.of(section)), ALL, QueryLimits.DEFAULT);
                parts.add(part.inOrder(), part.inOrder().self());
            }

            assertThat(TreeText.of(parts.finish(0, List.of())))
                    .as("seed %s", seed)
                    .isEqualTo(TreeText.of(once));
        }
    }

    @Test
    void refusesToPassALimitAndNamesIt() {
        QueryLimits nodes = new QueryLimits(10, 5, 1 << 20, 10, 10);
        QueryLimits fewer = new QueryLimits(10, 4, 1 << 20, 10, 10);
        QueryLimits oneSection = new QueryLimits(1, 100, 1 << 20, 10, 10);
        SectionSet one = SectionSet.complete(List.of(twoPods().build()));
        SectionSet two =
                SectionSet.complete(List.of(twoPods().build(), twoPods().build()));

        assertThatThrownBy(() -> TreeMerger.mergeByName(one, ALL, nodes))
                .isInstanceOf(QueryLimitException.class)
                .hasMessageContaining("query limit maxNodes: expected at most 5, found 6");
        assertThatThrownBy(() -> TreeMerger.mergeByName(one, ALL, fewer)).hasMessageContaining("maxNodes");
        assertThatThrownBy(() -> TreeMerger.mergeByName(two, ALL, oneSection))
                .hasMessageContaining("query limit maxSections: expected at most 1, found 2");
        assertThatThrownBy(() -> TreeMerger.mergeByName(one, ALL, new QueryLimits(10, 10, 100, 1, 1)))
                .hasMessageContaining("query limit maxBytes");
    }

    @Test
    void leavesOutADamagedSectionWholeAndNamesIt() throws Exception {
        Section good = Sections.section().profile(POD_1, 1, "main 1").build();
        Selection some = ALL.during(new TimeRange(0, 150));

        for (Section bad : List.of(
                new Damaged(twoPods().build(), Damage.DEPTH),
                new Damaged(twoPods().build(), Damage.FRAME),
                new Damaged(twoPods().build(), Damage.SAMPLES),
                new Damaged(twoPods().build(), Damage.SERIES))) {
            MergedTree merged = merge(some, bad, good);

            assertThat(TreeText.of(merged)).isEqualTo("main 1 (self 1)\n");
            assertThat(merged.partial()).hasSize(1);
            assertThat(merged.partial().get(0).toString())
                    .startsWith(
                            "section_corrupt: section of cut " + bad.summary().cutId() + " (acme, shop, ");
        }
    }

    private enum Damage {
        DEPTH,
        FRAME,
        SAMPLES,
        SERIES
    }

    private record Damaged(Section intact, Damage damage) implements Section {
        @Override
        public SectionSummary summary() {
            return intact.summary();
        }

        @Override
        public PreOrderTree readTree(FrameDetail detail) throws IOException {
            PreOrderTree tree = intact.readTree(detail);
            int[] depth = tree.depth().clone();
            int[] frame = tree.frame().clone();
            depth[depth.length - 1] += damage == Damage.DEPTH ? 2 : 0;
            frame[frame.length - 1] = damage == Damage.FRAME ? 99 : frame[frame.length - 1];
            return new PreOrderTree(tree.frames(), depth, frame, tree.endsStack(), tree.self());
        }

        @Override
        public ProfileRows readProfiles(RowDetail detail) throws IOException {
            ProfileRows rows = intact.readProfiles(detail);
            ProfileRows.Columns columns = new ProfileRows.Columns();
            columns.series = rows.series();
            columns.seriesIndex = new int[] {0, damage == Damage.SERIES ? 2 : 1};
            columns.timeMillis = new long[] {rows.timeMillis(0), rows.timeMillis(1)};
            columns.durationNanos = new long[2];
            columns.period = new long[2];
            columns.total = new long[] {rows.total(0), rows.total(1)};
            byte[] stacks = damage == Damage.SAMPLES ? new byte[] {50} : rows.stacks(0);
            columns.stacks = new byte[][] {stacks, rows.stacks(1)};
            columns.values = new byte[][] {rows.values(0), rows.values(1)};
            return columns.build();
        }
    }
}
