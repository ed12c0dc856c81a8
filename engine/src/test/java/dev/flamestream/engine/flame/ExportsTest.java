package dev.flamestream.engine.flame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.reference.Corpus;
import dev.flamestream.engine.reference.NaiveProfile;
import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.reference.RandomProfiles;
import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.reference.TreeText;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.schemas.pprof.Location;
import dev.flamestream.schemas.pprof.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExportsTest {
    private static final Frame MAIN = new Frame("main", "", "m.go", 3, 1, "/bin/app", "b1", 0, false);
    private static final Frame INLINED = new Frame("tiny", "_tiny", "t.go", 7, 5, "/bin/app", "b1", 0, true);
    private static final Frame RAW = new Frame("", "", "", 0, 0, "/lib/libc.so", "b2", 0x10, false);

    private static Profile export(MergedTree tree) {
        return PprofExport.of(tree, Sections.CPU, new TimeRange(2000, 5000));
    }

    @Test
    void pprofSaysWhatAndWhen() throws Exception {
        Profile profile = export(MergedTrees.byFrame(Map.of(List.of(MAIN), 4L)));
        NaiveProfile read = NaiveProfile.of(profile);

        assertThat(read.types()).containsExactly("cpu:nanoseconds");
        assertThat(read.periodType()).isEqualTo("cpu:nanoseconds");
        assertThat(profile.getTimeNanos()).isEqualTo(2_000_000_000L);
        assertThat(profile.getDurationNanos()).isEqualTo(3_000_000_000L);
        assertThat(profile.getStringTable((int) profile.getDefaultSampleType())).isEqualTo("cpu");
    }

    @Test
    void pprofGivesAnInlinedCallItsCallersLocation() throws Exception {
        Profile profile = export(MergedTrees.byFrame(Map.of(
                List.of(MAIN, INLINED), 4L,
                List.of(MAIN), 1L,
                List.of(MAIN, RAW), 2L)));

        assertThat(NaiveProfile.of(profile).samples())
                .extracting(NaiveProfile.StackSample::stack)
                .containsExactlyInAnyOrder(List.of(MAIN, INLINED), List.of(MAIN), List.of(MAIN, RAW));
        assertThat(profile.getLocationList()).extracting(Location::getLineCount).containsExactlyInAnyOrder(1, 2, 0);
        assertThat(profile.getFunctionCount()).isEqualTo(2);
        assertThat(profile.getMappingCount()).isEqualTo(2);
        assertThat(profile.getMappingList())
                .filteredOn(mapping -> mapping.getHasFunctions())
                .extracting(mapping -> profile.getStringTable((int) mapping.getBuildId()))
                .containsExactly("b1");
        assertThat(profile.getLocationList())
                .filteredOn(location -> location.getLineCount() == 0)
                .extracting(Location::getAddress)
                .containsExactly(0x10L);
    }

    @Test
    void pprofGivesAnUnnamedFunctionItsEmptyNameBack() throws Exception {
        Profile profile = export(MergedTrees.byFrame(Map.of(List.of(Frame.named(Frame.UNNAMED_FUNCTION)), 1L)));

        assertThat(profile.getFunction(0).getName()).isZero();
        assertThat(profile.getFunction(0).getSystemName()).isZero();
    }

    @Test
    void pprofFoldsToTheTreesSums() throws Exception {
        for (int seed = 0; seed < 500; seed++) {
            MergedTree tree = MergedTrees.byFrame(RandomProfiles.of(seed, true).sections());

            NaiveProfile read = NaiveProfile.of(export(tree));

            TreeMap<String, Long> expected = new TreeMap<>(TreeText.folded(tree, Naming.LINE));
            expected.values().removeIf(sum -> sum == 0);
            assertThat(read.fold(0, Naming.LINE)).as("seed %s", seed).isEqualTo(expected);
        }
    }

    @Test
    void realProfilesComeOutAsTheyWentIn() throws Exception {
        for (Path file : Corpus.files("open")) {
            NaiveProfile original = NaiveProfile.read(Files.readAllBytes(file));
            int type = original.types().size() - 1;
            Map<List<Frame>, Long> sums = new HashMap<>();
            original.samples()
                    .forEach(
                            sample -> sums.merge(sample.stack(), sample.values().get(type), Long::sum));

            NaiveProfile exported = NaiveProfile.of(export(MergedTrees.byFrame(sums)));

            Map<List<Frame>, Long> came = new HashMap<>();
            exported.samples()
                    .forEach(
                            sample -> came.merge(sample.stack(), sample.values().get(0), Long::sum));
            sums.values().removeIf(sum -> sum == 0);
            // Not isEqualTo: the message about two maps of 10,000 stacks would not fit into memory.
            assertThat(came.equals(sums)).as(file.getFileName().toString()).isTrue();
        }
    }

    @Test
    void foldedTextHasALineAStack() throws Exception {
        StringBuilder text = new StringBuilder();

        FoldedExport.write(MergedTrees.byName("main;parse 10", "main;draw -2", "idle 1", "a;b 3", "a 0", " 5"), text);

        assertThat(text.toString()).isEqualTo(" 5\na;b 3\nidle 1\nmain;draw -2\nmain;parse 10\n");
    }

    @Test
    void foldedTextReplacesWhatTheFormatCannotHold() throws Exception {
        StringBuilder text = new StringBuilder();

        FoldedExport.write(MergedTrees.byFrame(Map.of(List.of(Frame.named("Lx;y\nz")), 1L)), text);

        assertThat(text.toString()).isEqualTo("Lx:y z 1\n");
    }

    @Test
    void functionTableCountsRecursionOnceAStack() throws Exception {
        FunctionTable table = FunctionTable.of(MergedTrees.byName("a;b;a;b 10", "a;c 3", "b 1", "d -2"));

        assertThat(table.rows())
                .containsExactly(
                        new FunctionTable.Row("b", 11, 11),
                        new FunctionTable.Row("c", 3, 3),
                        new FunctionTable.Row("a", 0, 13),
                        new FunctionTable.Row("d", -2, -2));
        assertThat(table.total()).isEqualTo(12);
    }

    @Test
    void functionTableAgreesWithACountOverStacks() throws Exception {
        for (int seed = 0; seed < 500; seed++) {
            MergedTree tree = MergedTrees.byFrame(RandomProfiles.of(seed, true).sections());
            Map<String, Long> totals = new HashMap<>();
            Map<String, Long> selfs = new HashMap<>();
            TreeText.folded(tree, Naming.FUNCTION).forEach((stack, sum) -> {
                List<String> names = stack.isEmpty() ? List.of() : List.of(stack.split(";", -1));
                names.stream().distinct().forEach(name -> totals.merge(name, sum, Long::sum));
                if (!names.isEmpty()) {
                    selfs.merge(names.get(names.size() - 1), sum, Long::sum);
                }
            });

            FunctionTable table = FunctionTable.of(tree);

            for (FunctionTable.Row row : table.rows()) {
                assertThat(row.total()).as("seed %s: %s", seed, row).isEqualTo(totals.get(row.name()));
                assertThat(row.self()).as("seed %s: %s", seed, row).isEqualTo(selfs.getOrDefault(row.name(), 0L));
            }
            assertThat(table.rows()).hasSize(totals.size());
        }
    }
}
