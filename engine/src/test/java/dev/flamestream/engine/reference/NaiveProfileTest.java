package dev.flamestream.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.tree.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Scanner;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference must itself agree with a reader that shares no line with it, the Python one. */
class NaiveProfileTest {
    /** Starting the reader costs more than its work; the texts of more files than these would not fit into a test's memory. */
    private static final int FILES_A_RUN = 3;

    @ParameterizedTest
    @EnumSource
    void foldsEveryCorpusFileAsTheIndependentReaderDoes(Naming naming) throws Exception {
        Path tool = Corpus.shared("tools").resolve("pprof_fold.py");
        Assumptions.assumeTrue(Files.isRegularFile(tool), "no " + tool);
        List<Path> files = Corpus.files("open");

        assertThat(files).hasSizeGreaterThan(50);
        for (int from = 0; from < files.size(); from += FILES_A_RUN) {
            List<Path> run = files.subList(from, Math.min(from + FILES_A_RUN, files.size()));
            TreeMap<String, Long> sums = new TreeMap<>();
            for (Path file : run) {
                NaiveProfile profile = NaiveProfile.read(Files.readAllBytes(file));
                profile.fold(profile.types().size() - 1, naming)
                        .forEach((stack, sum) -> sums.merge(asIndependent(stack), sum, Long::sum));
            }
            sums.values().removeIf(sum -> sum == 0);

            SortedMap<String, Long> expected = independentFold(tool, run, naming);
            // Not isEqualTo: the message about two maps of this size would not fit into memory.
            TreeSet<String> differing = new TreeSet<>(sums.keySet());
            differing.addAll(expected.keySet());
            differing.removeIf(stack -> Objects.equals(sums.get(stack), expected.get(stack)));
            assertThat(differing.stream().limit(3)).as("stacks of %s", run).isEmpty();
        }
    }

    /** The reader in Python prints the empty name of a function as it is. */
    private static String asIndependent(String stack) {
        return stack.replace(Frame.UNNAMED_FUNCTION, "");
    }

    private static SortedMap<String, Long> independentFold(Path tool, List<Path> files, Naming naming)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-X", "utf8", tool.toString(), "fold", "--by"));
        command.add(naming.name().toLowerCase(Locale.ROOT));
        files.forEach(file -> command.add(file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        TreeMap<String, Long> sums = new TreeMap<>();
        // Line by line, as a whole it would be larger than the sums; not by readLine, since names may hold a carriage
        // return.
        try (Scanner lines = new Scanner(process.getInputStream(), StandardCharsets.UTF_8).useDelimiter("\n")) {
            while (lines.hasNext()) {
                String line = lines.next();
                if (!line.isEmpty()) {
                    int space = line.lastIndexOf(' ');
                    sums.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
                }
            }
        }
        assertThat(process.waitFor()).as("exit status for " + files).isZero();
        return sums;
    }
}
