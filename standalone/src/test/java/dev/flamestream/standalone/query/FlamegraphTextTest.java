package dev.flamestream.standalone.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FlamegraphTextTest {
    private static final String NOTHING = "no profiles in this time range";

    @Test
    void drawsShareValueBarAndFunctionIndentedByDepth() throws Exception {
        FlameNode root = FlameNodeTest.read(FlameNodeTest.TWO_BRANCHES);

        List<String> lines = new FlamegraphText(Quantity.NANOSECONDS, 0).lines(root);

        assertThat(lines)
                .containsExactly(
                        "100.0 %     30 ns  ██████████  total",
                        " 66.7 %     20 ns  ██████▋       main",
                        " 50.0 %     15 ns  █████           work",
                        " 33.3 %     10 ns  ███▍          idle",
                        " 13.3 %      4 ns  █▍              wait");
    }

    @Test
    void leavesOutBoxesBelowTheShareButNotThoseThatMeetIt() throws Exception {
        FlameNode root = FlameNodeTest.read(FlameNodeTest.TWO_BRANCHES);

        List<String> lines = new FlamegraphText(Quantity.COUNT, 0.5).lines(root);

        assertThat(lines)
                .containsExactly(
                        "100.0 %        30  ██████████  total",
                        " 66.7 %        20  ██████▋       main", " 50.0 %        15  █████           work");
    }

    @Test
    void endsAStackThatIsDeeperThanATerminalIsWideWithOneLine() {
        FlameNode node = new FlameNode("leaf", 1, 1, List.of());
        for (int i = 0; i < 500; i++) {
            node = new FlameNode("f" + i, 1, 0, List.of(node));
        }

        List<String> lines = new FlamegraphText(Quantity.COUNT, 0).lines(node);

        assertThat(lines).hasSize(62);
        assertThat(lines.get(61).strip()).isEqualTo("...");
    }

    @Test
    void saysSoWhereThereIsNothing() {
        FlameNode empty = new FlameNode("total", 0, 0, List.of());

        assertThat(new FlamegraphText(Quantity.COUNT, 0).lines(empty)).containsExactly(NOTHING);
        assertThat(TopText.lines(empty, 10, Quantity.COUNT)).containsExactly(NOTHING);
    }
}
