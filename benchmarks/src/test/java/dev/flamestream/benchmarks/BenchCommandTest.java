package dev.flamestream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aQuickRunMeasuresEveryRowAndSaysSoTwice() throws Exception {
        Path file = folder.resolve("bench.json");
        StringWriter out = new StringWriter();

        int status = BenchCommand.commandLine()
                .setOut(new PrintWriter(out))
                .execute("--quick", "--rows", "1,2,4,5,6,7,8,9,10,11", "--json", file.toString());

        assertThat(status).as(out.toString()).isZero();
        Set<Integer> rows = new TreeSet<>();
        for (JsonNode result : new ObjectMapper().readTree(file.toFile()).path("results")) {
            rows.add(result.path("row").asInt());
            assertThat(result.path("value").asDouble())
                    .as(result.toString())
                    .isFinite()
                    .isNotNegative();
            assertThat(out.toString()).contains(result.path("what").asText());
        }
        assertThat(rows).containsExactly(1, 2, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(out.toString()).contains("targets met; workloads made from ");
    }

    @Test
    void aRowThatIsNotThereIsOneClearLine() {
        StringWriter error = new StringWriter();

        int status = BenchCommand.commandLine().setErr(new PrintWriter(error)).execute("--rows", "13");

        assertThat(status).isEqualTo(2);
        assertThat(error.toString()).contains("--rows: expected 1 to 12, found 13");
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidBeforeAnythingIsMeasured() {
        StringWriter error = new StringWriter();
        Path file = folder.resolve("missing").resolve("bench.json");

        int status = BenchCommand.commandLine().setErr(new PrintWriter(error)).execute("--json", file.toString());

        assertThat(status).isEqualTo(2);
        assertThat(error.toString())
                .startsWith("--json: expected a file in a folder")
                .contains("found " + file);
    }
}
