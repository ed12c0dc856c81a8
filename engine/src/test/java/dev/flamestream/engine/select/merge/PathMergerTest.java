package dev.flamestream.engine.select.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.FrameTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Trees of every order of siblings, against sums by path. */
class PathMergerTest {
    private static final int NAMES = 30;
    private static final int MAX_DEPTH = 5;

    /** How siblings stand in the trees that are made. */
    private enum Order {
        BY_NAME,
        ANY
    }

    @Test
    void siblingsOfOneNameSideBySideAreOneNode() throws Exception {
        agreesOver(Order.BY_NAME, 300);
    }

    @Test
    void siblingsOfOneNameApartAreOneNodeToo() throws Exception {
        agreesOver(Order.ANY, 300);
    }

    private static void agreesOver(Order order, int rounds) throws Exception {
        for (int seed = 0; seed < rounds; seed++) {
            Random random = new Random(seed);
            PathMerger merger = new PathMerger(false, QueryLimits.DEFAULT);
            FrameTable frames = merger.frames();
            for (int name = 0; name < NAMES; name++) {
                frames.internFunction(frames.strings().intern("f" + name));
            }
            Map<String, Long> expected = new HashMap<>();
            int trees = 1 + random.nextInt(3);
            for (int i = 0; i < trees; i++) {
                PreOrderTree tree = tree(random, frames, order);
                merger.add(tree, tree.self());
                addTo(expected, tree);
            }
            expected.values().removeIf(sum -> sum == 0);

            MergedTree merged = merger.finish(1, List.of());

            assertThat(selfByPath(merged.tree()))
                    .as("seed " + seed + ", " + trees + " trees")
                    .isEqualTo(expected);
        }
    }

    private static PreOrderTree tree(Random random, FrameTable frames, Order order) {
        List<int[]> nodes = new ArrayList<>();
        nodes.add(new int[] {0, -1});
        addChildren(random, order, nodes, 1);
        int[] depth = nodes.stream().mapToInt(node -> node[0]).toArray();
        int[] frame = nodes.stream().mapToInt(node -> node[1]).toArray();
        boolean[] endsStack = new boolean[depth.length];
        long[] self = new long[depth.length];
        for (int node = 1; node < depth.length; node++) {
            self[node] = random.nextInt(4) == 0 ? 0 : random.nextInt(5) - 1L;
            endsStack[node] = true;
        }
        return new PreOrderTree(frames, depth, frame, endsStack, self);
    }

    private static void addChildren(Random random, Order order, List<int[]> nodes, int depth) {
        int children = random.nextInt(depth == 1 || random.nextInt(8) == 0 ? 25 : 4);
        int[] names = random.ints(depth > MAX_DEPTH ? 0 : children, 0, NAMES).toArray();
        for (int name : order == Order.BY_NAME ? Arrays.stream(names).sorted().toArray() : names) {
            nodes.add(new int[] {depth, name});
            addChildren(random, order, nodes, depth + 1);
        }
    }

    private static void addTo(Map<String, Long> sums, PreOrderTree tree) {
        String[] path = new String[MAX_DEPTH + 2];
        path[0] = "";
        for (int node = 1; node < tree.count(); node++) {
            int depth = tree.depth()[node];
            path[depth] = path[depth - 1] + "/" + tree.frame()[node];
            sums.merge(path[depth], tree.self()[node], Long::sum);
        }
    }

    private static Map<String, Long> selfByPath(CallTree tree) {
        Map<String, Long> found = new HashMap<>();
        String[] path = new String[tree.count()];
        path[CallTree.ROOT] = "";
        for (int node = 1; node < tree.count(); node++) {
            path[node] = path[tree.parent(node)] + "/" + tree.frame(node);
            assertThat(found.put(path[node], tree.self(node)))
                    .as("a second node at " + path[node])
                    .isNull();
        }
        found.values().removeIf(self -> self == 0);
        return found;
    }
}
