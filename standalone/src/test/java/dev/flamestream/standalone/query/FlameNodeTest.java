package dev.flamestream.standalone.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class FlameNodeTest {
    /** Two boxes above the root, the lighter one first, each with one above it; 64-bit numbers are strings in JSON. */
    static final String TWO_BRANCHES = """
            {"total": "30", "names": ["total", "idle", "main", "wait", "work"], "levels": [
              {"values": ["0", "30", "0", "0"]},
              {"values": ["0", "10", "6", "1", "0", "20", "5", "2"]},
              {"values": ["0", "4", "4", "3", "6", "15", "15", "4"]}]}
            """;

    @Test
    void findsTheParentInTheRowBelowAndPutsTheHeaviestFirst() throws Exception {
        assertThat(toText(read(TWO_BRANCHES), "")).isEqualTo("""
                        total 30 (self 0)
                          main 20 (self 5)
                            work 15 (self 15)
                          idle 10 (self 6)
                            wait 4 (self 4)
                        """);
    }

    @Test
    void anAnswerWithoutRowsIsAnEmptyRoot() throws Exception {
        assertThat(toText(read("{}"), "")).isEqualTo("total 0 (self 0)\n");
    }

    @Test
    void refusesARowThatIsNoWholeNumberOfBoxes() {
        assertThatThrownBy(() -> read("{\"names\": [\"total\"], \"levels\": [{\"values\": [0, 1, 1]}]}"))
                .isInstanceOf(QueryFailure.class)
                .hasMessage("flame graph: expected rows of 4 numbers a box, found 3");
    }

    @Test
    void refusesABoxThatNamesNothing() {
        assertThatThrownBy(() -> read("{\"names\": [\"total\"], \"levels\": [{\"values\": [0, 1, 1, 1]}]}"))
                .isInstanceOf(QueryFailure.class)
                .hasMessage("flame graph: box names 1, there are 1");
    }

    @Test
    void refusesTwoRoots() {
        assertThatThrownBy(() -> read("{\"names\": [\"a\"], \"levels\": [{\"values\": [0, 1, 1, 0, 0, 1, 1, 0]}]}"))
                .isInstanceOf(QueryFailure.class)
                .hasMessage("flame graph: expected one root, found 2");
    }

    static FlameNode read(String json) throws Exception {
        JsonNode flamegraph = new ObjectMapper().readTree(json);
        return FlameNode.of(flamegraph);
    }

    private static String toText(FlameNode node, String indent) {
        StringBuilder text = new StringBuilder(indent)
                .append(node.name())
                .append(' ')
                .append(node.total())
                .append(" (self ")
                .append(node.self())
                .append(")\n");
        node.children().forEach(child -> text.append(toText(child, indent + "  ")));
        return text.toString();
    }
}
