package dev.flamestream.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page that people read has the keys that the code has. */
class JobConfigPageTest {
    @Test
    void thePageHasEveryKeyWithItsDefaultAndNoOther() throws IOException {
        List<String> page = Files.readAllLines(Path.of("../docs/configuration/job.md"));

        List<String> rows = page.stream().filter(line -> line.startsWith("| `")).toList();
        List<String> expected = Arrays.stream(JobKey.values())
                .map(key -> "| `" + key.key() + "` | "
                        + (key.byDefault().isEmpty() ? "" : "`" + key.byDefault() + "`") + " | `"
                        + key.environmentName() + "` | " + key.meaning() + " |")
                .toList();
        assertThat(rows).as("table of docs/configuration/job.md").isEqualTo(expected);
        assertThat(page).anyMatch(line -> line.contains(KafkaSettings.PREFIX));
    }
}
