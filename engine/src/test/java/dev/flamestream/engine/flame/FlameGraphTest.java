package dev.flamestream.engine.flame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.reference.RandomProfiles;
import dev.flamestream.engine.reference.TreeBytesReader;
import dev.flamestream.engine.reference.TreeText;
import dev.flamestream.engine.select.merge.MergedTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FlameGraphTest {
    private static final int ALL_NODES = 1 << 20;

    /** Rows as text: {@code [x, total, self, name] ...}, one row a line, offsets as they are sent. */
    private static String text(FlameGraph graph) {
        StringBuilder text = new StringBuilder();
        for (long[] row : graph.levels()) {
            for (int i = 0; i < row.length; i += 4) {
                text.append(i == 0 ? "" : " ")
                        .append(row[i] + "," + row[i + 1] + "," + row[i + 2] + ","
                                + graph.names().get((int) row[i + 3]));
            }
            text.append("\n");
        }
        return text.toString();
    }

    @Test
    void laysOutRowsWithSelfLeftOfTheChildren() throws Exception {
        FlameGraph graph =
                FlameGraph.of(MergedTrees.byName("main 3", "main;parse 10", "main;draw;line 5", "idle 2"), ALL_NODES);

        assertThat(text(graph)).isEqualTo("""
                0,20,0,total
                0,2,2,idle 0,18,3,main
                5,5,0,draw 0,10,10,parse
                5,5,5,line
                """);
        assertThat(graph.total()).isEqualTo(20);
        assertThat(graph.maxSelf()).isEqualTo(10);
        assertThat(graph.names().get(0)).isEqualTo("total");
    }

    @Test
    void countsTheOffsetFromTheEndOfTheBoxBefore() throws Exception {
        assertThat(text(FlameGraph.of(MergedTrees.byName("a 4", "a;x 1", "b 6", "b;y 2"), ALL_NODES)))
                .isEqualTo("""
                        0,13,0,total
                        0,5,4,a 0,8,6,b
                        4,1,1,x 6,2,2,y
                        """);
    }

    @Test
    void isTheRootAloneWithoutStacks() throws Exception {
        assertThat(text(FlameGraph.of(MergedTrees.byName("a 0"), 10))).isEqualTo("0,0,0,total\n");
    }

    @Test
    void keepsTheWholeTreeUpToTheLimit() throws Exception {
        MergedTree tree = MergedTrees.byName("a 4", "b 3", "c 2");

        assertThat(text(FlameGraph.of(tree, 3))).isEqualTo("0,9,0,total\n0,4,4,a 0,3,3,b 0,2,2,c\n");
    }

    @Test
    void foldsSiblingsBelowTheThresholdIntoOther() throws Exception {
        MergedTree tree = MergedTrees.byName("a 1", "a;x 4", "a;y 2", "a;z 1", "b 1");

        // Totals: a 8, x 4, y 2, z 1, b 1. The third largest is 2.
        assertThat(text(FlameGraph.of(tree, 3))).isEqualTo("""
                0,9,0,total
                0,8,1,a 0,1,1,other
                1,4,4,x 0,2,2,y 0,1,1,other
                """);
    }

    @Test
    void keepsTies() throws Exception {
        MergedTree tree = MergedTrees.byName("a 2", "b 2", "c 2", "d 1");

        assertThat(text(FlameGraph.of(tree, 1))).isEqualTo("0,7,0,total\n0,2,2,a 0,2,2,b 0,2,2,c 0,1,1,other\n");
    }

    @Test
    void alwaysFoldsAChildNamedOther() throws Exception {
        MergedTree tree = MergedTrees.byName("other;deep 5", "z 1");

        assertThat(text(FlameGraph.of(tree, ALL_NODES))).isEqualTo("0,6,0,total\n0,1,1,z 0,5,5,other\n");
    }

    @Test
    void foldsADroppedSubtreeWhole() throws Exception {
        MergedTree tree = MergedTrees.byName("a;b;c 10", "d;e;f 1", "d;g 1");

        assertThat(text(FlameGraph.of(tree, 3))).isEqualTo("""
                0,12,0,total
                0,10,0,a 0,2,2,other
                0,10,0,b
                0,10,10,c
                """);
    }

    @Test
    void leavesOutStacksWithANegativeSum() throws Exception {
        MergedTree tree = MergedTrees.byName("a 5", "a;x -3", "b -1", "c;y 2");

        assertThat(text(FlameGraph.of(tree, ALL_NODES))).isEqualTo("""
                0,7,0,total
                0,5,5,a 0,2,0,c
                5,2,2,y
                """);
    }

    @Test
    void halvesAllValuesIfTheirSumIsPast64Bits() throws Exception {
        long huge = Long.MAX_VALUE;
        FlameGraph graph = FlameGraph.of(MergedTrees.byName("a " + huge, "b " + huge, "c;d " + huge), ALL_NODES);

        assertThat(graph.levels()[1][1]).isEqualTo(huge >> 2);
        assertThat(graph.total()).isEqualTo(3 * (huge >> 2));
        assertNested(graph, "huge");
    }

    @Test
    void refusesALimitBelowOne() {
        assertThatThrownBy(() -> FlameGraph.of(MergedTrees.byName("a 1"), 0))
                .hasMessage("expected a node limit of at least 1, found 0");
    }

    @Test
    void nestsAndSumsUpWhateverTheTree() throws Exception {
        for (int seed = 0; seed < 1000; seed++) {
            MergedTree tree =
                    MergedTrees.byName(RandomProfiles.of(seed, seed % 2 == 0).sections());
            long positive = TreeText.folded(tree, Naming.FUNCTION).values().stream()
                    .mapToLong(sum -> Math.max(0, sum))
                    .sum();
            for (int maxNodes : new int[] {1, 3, 10, ALL_NODES}) {
                FlameGraph graph = FlameGraph.of(tree, maxNodes);

                assertNested(graph, "seed " + seed + ", max nodes " + maxNodes);
                assertThat(graph.total()).as("seed %s", seed).isEqualTo(positive);
            }
        }
    }

    @Test
    void bytesHoldTheSameStacksAsTheTree() throws Exception {
        for (int seed = 0; seed < 500; seed++) {
            MergedTree tree = MergedTrees.byName(RandomProfiles.of(seed, true).sections());

            assertThat(TreeBytesReader.read(TreeBytes.encode(tree, ALL_NODES)))
                    .as("seed %s", seed)
                    .isEqualTo(withOthersFolded(TreeText.folded(tree, Naming.FUNCTION)));
        }
    }

    @Test
    void bytesAreTheFormats() throws Exception {
        byte[] bytes = TreeBytes.encode(MergedTrees.byName("a 1", "a;b 300", "c 2"), ALL_NODES);

        assertThat(bytes)
                .containsExactly(
                        0,
                        0,
                        2, // the root: no name, self 0, two children
                        1,
                        'c',
                        2,
                        0, // the last child first
                        1,
                        'a',
                        1,
                        1, //
                        1,
                        'b',
                        (byte) 0xac,
                        2,
                        0);
        assertThat(TreeBytes.encode(MergedTrees.byName("a 0"), 5)).isEmpty();
    }

    @Test
    void bytesAreTruncatedLikeTheGraph() throws Exception {
        MergedTree tree = MergedTrees.byName("a 1", "a;x 4", "a;y 2", "a;z 1", "b 1");

        assertThat(TreeBytesReader.read(TreeBytes.encode(tree, 3)))
                .hasToString("{a=1, a;other=1, a;x=4, a;y=2, other=1}");
    }

    private static SortedMap<String, Long> withOthersFolded(SortedMap<String, Long> sums) {
        TreeMap<String, Long> folded = new TreeMap<>();
        sums.forEach((stack, sum) -> {
            List<String> kept = new ArrayList<>();
            for (String name : stack.split(";", -1)) {
                kept.add(name);
                if (name.equals("other")) {
                    break;
                }
            }
            folded.merge(String.join(";", kept), sum, Long::sum);
        });
        folded.values().removeIf(sum -> sum == 0);
        return folded;
    }

    /** Each row's boxes stand apart, and each box lies within one of the row above, right of its self value. */
    private static void assertNested(FlameGraph graph, String context) {
        long[][] above = {{0, graph.total(), 0}};
        for (int depth = 0; depth < graph.levels().length; depth++) {
            long[] row = graph.levels()[depth];
            long[][] boxes = new long[row.length / 4][];
            long x = 0;
            for (int i = 0; i < boxes.length; i++) {
                long start = x + row[i * 4];
                long end = start + row[i * 4 + 1];
                boxes[i] = new long[] {start, end, row[i * 4 + 2]};
                assertThat(row[i * 4]).as(context).isNotNegative();
                assertThat(row[i * 4 + 1]).as(context).isGreaterThanOrEqualTo(row[i * 4 + 2]);
                assertThat(Arrays.stream(above).anyMatch(box -> box[0] + box[2] <= start && end <= box[1]))
                        .as("%s, depth %s: [%s, %s)", context, depth, start, end)
                        .isTrue();
                x = end;
            }
            above = boxes;
        }
    }
}
