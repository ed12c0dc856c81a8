package dev.flamestream.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectCommandTest {
    @TempDir
    private Path folder;

    @Test
    void tellsInOneLineOfAFileThatIsNoBlock() throws IOException {
        Path text = Files.writeString(folder.resolve("text.parquet"), "no block at all");

        Called bad = Called.with("inspect", text.toString());
        Called missing = Called.with("inspect", folder.resolve("missing").toString());

        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.err()).singleElement().satisfies(line -> assertThat(line).contains(text.toString()));
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).containsExactly("flamestream: " + folder.resolve("missing") + ": no such file");
    }
}
