package dev.flamestream.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference must itself agree with a reader that shares no line with it, the Python one. */
class NaiveProfileTest {
    @ParameterizedTest
    @EnumSource
    void foldsEveryCorpusFileAsTheIndependentReaderDoes(Naming naming) throws Exception {
        Path tool = Corpus.shared("tools").resolve("pprof_fold.py");
        Assumptions.assumeTrue(Files.isRegularFile(tool), "no " + tool);
        List<Path> files = Corpus.files("open");

        for (Path file : files) {
            NaiveProfile profile = NaiveProfile.read(Files.readAllBytes(file));
            assertThat(profile.fold(profile.types().size() - 1, naming))
                    .as(file.getFileName().toString())
                    .isEqualTo(independentFold(tool, file, naming));
        }
        assertThat(files).hasSizeGreaterThan(50);
    }

    private static SortedMap<String, Long> independentFold(Path tool, Path file, Naming naming)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "python3",
                        "-X",
                        "utf8",
                        tool.toString(),
                        "fold",
                        "--by",
                        naming.name().toLowerCase(Locale.ROOT),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("exit status for " + file).isZero();
        TreeMap<String, Long> sums = new TreeMap<>();
        for (String line : output.split("\n", -1)) {
            if (!line.isEmpty()) {
                int space = line.lastIndexOf(' ');
                sums.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
            }
        }
        return sums;
    }
}
