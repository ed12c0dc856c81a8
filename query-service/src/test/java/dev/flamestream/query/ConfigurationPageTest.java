package dev.flamestream.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    /** Rewrites the page: {@code -Dflamestream.configuration.write=true}, which surefire hands on. */
    private static final boolean WRITE = Boolean.getBoolean("flamestream.configuration.write");

    @Test
    void theTableOfThePageIsWhatTheCodeReads() throws IOException {
        Path page = page();
        String text = Files.readString(page);
        int table = text.indexOf("| key |");
        String expected = text.substring(0, table) + table();
        if (WRITE) {
            Files.writeString(page, expected);
        }

        assertThat(Files.readString(page)).isEqualTo(expected);
    }

    private static String table() {
        return QueryServiceConfig.keys().stream()
                .map(key -> "| `" + key.key() + "` | "
                        + (key.defaultValue().isEmpty() ? "" : "`" + key.defaultValue() + "`") + " | " + key.form()
                        + " | " + key.meaning() + " | `" + key.variable() + "` |")
                .collect(Collectors.joining(
                        "\n", "| key | default | form | meaning | variable |\n|---|---|---|---|---|\n", "\n"));
    }

    private static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/configuration/query-service.md"))) {
            folder = Objects.requireNonNull(folder.getParent(), "docs/configuration/query-service.md");
        }
        return folder.resolve("docs/configuration/query-service.md");
    }
}
