package dev.flamestream.engine.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsPageTest {
    @Test
    void thePageIsTheTable() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/limits.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .isEqualTo(Arrays.stream(Limit.values())
                        .map(limit -> "| `" + limit.key() + "` | `" + limit.format(limit.byDefault()) + "` | "
                                + limit.meaning() + " |")
                        .toList());
    }
}
