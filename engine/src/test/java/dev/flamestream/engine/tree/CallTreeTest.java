package dev.flamestream.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTreeTest {
    /** Around the number of children that are looked through without a hash table, and far beyond it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 10, 17, 300})
    void aChildIsMadeOnceHoweverManyThereAreAndInWhateverOrder(int frames) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            CallTree tree = new CallTree();
            Map<List<Integer>, Integer> expected = new HashMap<>();
            for (int i = 0; i < 2_000; i++) {
                int parent = random.nextInt(Math.min(tree.count(), 5));
                int frame = random.nextInt(frames);
                int node = tree.child(parent, frame);
                Integer known = expected.putIfAbsent(List.of(parent, frame), node);
                assertThat(node)
                        .as("seed %d, child %d of %d", seed, frame, parent)
                        .isEqualTo(known == null ? tree.count() - 1 : known);
                assertThat(tree.parent(node)).isEqualTo(parent);
                assertThat(tree.frame(node)).isEqualTo(frame);
            }
            assertThat(tree.count()).as("seed %d", seed).isEqualTo(expected.size() + 1);
            checkPreOrder(tree, ranks(frames, random));
        }
    }

    private static int[] ranks(int frames, Random random) {
        List<Integer> ranks = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            ranks.add(i);
        }
        java.util.Collections.shuffle(ranks, random);
        return ranks.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void checkPreOrder(CallTree tree, int[] ranks) {
        int[] order = tree.preOrder((left, right) -> Integer.compare(ranks[left], ranks[right]));

        assertThat(order).hasSize(tree.count()).doesNotHaveDuplicates();
        assertThat(order[0]).isEqualTo(CallTree.ROOT);
        assertThat(order).isEqualTo(tree.preOrder((left, right) -> Integer.compare(ranks[left], ranks[right])));
        int[] place = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            place[order[i]] = i;
        }
        int[] lastOf = new int[order.length];
        Arrays.fill(lastOf, -1);
        for (int i = 1; i < order.length; i++) {
            int node = order[i];
            int parent = tree.parent(node);
            assertThat(place[parent]).isLessThan(i);
            // The node before stands on the path to the parent or below it: the subtrees are not mixed.
            int before = order[i - 1];
            while (before != parent && before != CallTree.ROOT) {
                before = tree.parent(before);
            }
            assertThat(before).isEqualTo(parent);
            assertThat(ranks[tree.frame(node)]).isGreaterThan(lastOf[parent]);
            lastOf[parent] = ranks[tree.frame(node)];
        }
    }
}
