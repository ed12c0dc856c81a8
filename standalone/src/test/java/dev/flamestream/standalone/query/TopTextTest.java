package dev.flamestream.standalone.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TopTextTest {
    @Test
    void ordersByOwnValueThenByTotalThenByName() throws Exception {
        FlameNode root = FlameNodeTest.read(FlameNodeTest.TWO_BRANCHES);

        assertThat(TopText.functions(root, 10))
                .containsExactly(
                        new TopText.Function("work", 15, 15),
                        new TopText.Function("idle", 6, 10),
                        new TopText.Function("main", 5, 20),
                        new TopText.Function("wait", 4, 4));
        assertThat(TopText.functions(leaves("b", "a"), 10))
                .extracting(TopText.Function::name)
                .containsExactly("a", "b");
    }

    @Test
    void countsAFunctionThatCallsItselfOnceAStack() {
        FlameNode inner = new FlameNode("walk", 4, 4, List.of());
        FlameNode outer = new FlameNode("walk", 6, 2, List.of(inner));
        FlameNode elsewhere = new FlameNode("walk", 1, 1, List.of());
        FlameNode main = new FlameNode("main", 1, 0, List.of(elsewhere));
        FlameNode root = new FlameNode("total", 7, 0, List.of(outer, main));

        assertThat(TopText.functions(root, 10))
                .containsExactly(new TopText.Function("walk", 7, 7), new TopText.Function("main", 0, 1));
    }

    @Test
    void printsAsManyLinesAsAskedForBelowItsHead() throws Exception {
        FlameNode root = FlameNodeTest.read(FlameNodeTest.TWO_BRANCHES);

        assertThat(TopText.lines(root, 2, Quantity.NANOSECONDS))
                .containsExactly(
                        "     self             total          function",
                        "    15 ns  50.0 %     15 ns  50.0 %  work",
                        "     6 ns  20.0 %     10 ns  33.3 %  idle");
    }

    private static FlameNode leaves(String first, String second) {
        return new FlameNode(
                "total", 2, 0, List.of(new FlameNode(first, 1, 1, List.of()), new FlameNode(second, 1, 1, List.of())));
    }
}
