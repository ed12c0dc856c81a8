package dev.flamestream.engine.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Head logs that were written once and are kept, one of each version: every later version must read them as they were, since
 * they lie in savepoints. A file is the log's elements, each behind its length in four bytes; the text beside it says what is
 * read of it.
 *
 * <p>To write those of the current version anew, which only a new version of the format justifies:
 *
 * <pre>
 * ./mvnw -pl engine -am test -Dtest=GoldenHeadLogTest -Dsurefire.failIfNoSpecifiedTests=false -Dflamestream.golden.write=true
 * </pre>
 */
class GoldenHeadLogTest {
    private static final Path FOLDER = Path.of("src/test/resources/heads");
    private static final Path TODAY = FOLDER.resolve("golden-v" + ElementWriter.VERSION + ".log");

    @BeforeAll
    static void writeIfAsked() throws Exception {
        if (Boolean.getBoolean("flamestream.golden.write")) {
            Files.createDirectories(FOLDER);
            Files.write(TODAY, packed(SmallHeadLog.write()));
            Files.writeString(textOf(TODAY), SmallHeadLog.text(SmallHeadLog.write()));
        }
    }

    static List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("logs")
    void logOfAnyVersionReadsAsItWasWritten(Path log) throws Exception {
        assertThat(SmallHeadLog.text(unpacked(Files.readAllBytes(log)))).isEqualTo(Files.readString(textOf(log)));
    }

    @Test
    void everyVersionHasALog() throws IOException {
        assertThat(logs()).hasSize(ElementWriter.VERSION).endsWith(TODAY);
    }

    @Test
    void todaysWriterWritesTheseBytes() throws IOException {
        List<byte[]> golden = unpacked(Files.readAllBytes(TODAY));
        List<byte[]> written = SmallHeadLog.write();

        assertThat(written).hasSameSizeAs(golden);
        for (int element = 0; element < golden.size(); element++) {
            assertThat(written.get(element))
                    .as("element %d", element)
                    .asHexString()
                    .isEqualTo(HexFormat.of().withUpperCase().formatHex(golden.get(element)));
        }
    }

    private static Path textOf(Path log) {
        return log.resolveSibling(log.getFileName().toString().replace(".log", ".txt"));
    }

    private static byte[] packed(List<byte[]> log) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (byte[] element : log) {
            out.writeInt(element.length);
            out.write(element);
        }
        return bytes.toByteArray();
    }

    private static List<byte[]> unpacked(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<byte[]> log = new ArrayList<>();
        while (in.available() > 0) {
            log.add(in.readNBytes(in.readInt()));
        }
        return log;
    }
}
