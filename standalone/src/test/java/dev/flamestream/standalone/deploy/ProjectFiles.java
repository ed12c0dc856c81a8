package dev.flamestream.standalone.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Files of the project by their path from its root. */
final class ProjectFiles {
    private ProjectFiles() {}

    /** The root: the nearest folder above that has ARCHITECTURE.md. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("ARCHITECTURE.md"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new AssertionError(
                        "no root of the project above " + Path.of("").toAbsolutePath());
            }
            folder = parent;
        }
        return folder;
    }

    static Path path(String path) {
        return root().resolve(path);
    }

    static String text(String path) {
        try {
            return Files.readString(path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a YAML file; keys that stand twice are errors. */
    static List<Tree> yaml(String path) {
        return yamlOf(path, text(path));
    }

    /** The documents of a YAML text. */
    static List<Tree> yamlOf(String name, String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(name).build();
        List<Tree> documents = new ArrayList<>();
        for (Object document : new Load(settings).loadAllFromString(text)) {
            documents.add(new Tree(name, document));
        }
        return documents;
    }
}
