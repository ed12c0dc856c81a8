package dev.flamestream.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a broker that nobody runs: what does not decode is told before any broker is asked. */
final class PushCommandTest {
    private static final String NO_BROKER = "127.0.0.1:1";

    @TempDir
    private Path folder;

    @Test
    void namesEachBadFileWithItsReasonAndGoesOnToTheNext() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pb"), "no profile at all");
        Path cut = Files.write(folder.resolve("cut.pb.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
        Path missing = folder.resolve("missing.pb");

        Called called = Called.with("push", "--kafka", NO_BROKER, text.toString(), missing.toString(), cut.toString());

        assertThat(called.status()).isEqualTo(1);
        assertThat(called.err()).hasSize(3);
        assertThat(called.err().get(0)).startsWith(text + ": ").hasSizeGreaterThan((text + ": ").length());
        assertThat(called.err().get(1)).isEqualTo(missing + ": no such file");
        assertThat(called.err().get(2)).startsWith(cut + ": ").hasSizeGreaterThan((cut + ": ").length());
        assertThat(called.out()).containsExactly("published 0 of 3 to " + NO_BROKER);
    }

    @Test
    void aFolderIsNoFile() {
        Called called = Called.with("push", "--kafka", NO_BROKER, folder.toString());

        assertThat(called.status()).isEqualTo(1);
        assertThat(called.err())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith(folder + ": not readable: "));
    }
}
