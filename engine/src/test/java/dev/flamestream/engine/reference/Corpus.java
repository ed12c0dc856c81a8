package dev.flamestream.engine.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The collection of real profiles that lies beside the project, {@code ../shared} from its root. Tests skip where it is missing. */
public final class Corpus {
    private Corpus() {}

    /** The files of a folder of the corpus, sorted; skips the test, with a message, if they are not there. */
    public static List<Path> files(String folder) throws IOException {
        Path directory = shared("corpus").resolve(folder);
        Assumptions.assumeTrue(Files.isDirectory(directory), "no corpus at " + directory);
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** A folder beside the project; skips the test, with a message, if it is not there. */
    public static Path shared(String folder) {
        Optional<Path> root = root();
        Assumptions.assumeTrue(
                root.isPresent(), "no project root above " + Path.of("").toAbsolutePath());
        for (Path at = root.get(); at != null; at = at.getParent()) {
            Path found = at.resolveSibling("shared").resolve(folder);
            if (Files.isDirectory(found)) {
                return found;
            }
        }
        Assumptions.abort("no shared/" + folder + " beside " + root.get() + " or a folder above it");
        throw new IllegalStateException("unreachable");
    }

    private static Optional<Path> root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("build-config"))) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }
}
