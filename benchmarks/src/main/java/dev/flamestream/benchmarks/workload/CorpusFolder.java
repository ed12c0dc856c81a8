package dev.flamestream.benchmarks.workload;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.flamestream.schemas.pprof.Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The folder of real profiles beside the project. Files that are no pprof, or have text that is no UTF-8, are passed over. */
final class CorpusFolder {
    private static final String FOLDER = "shared/corpus/open";

    private CorpusFolder() {}

    /** All profiles, in order of file names; none where there is no folder. */
    static List<Profile> profiles() {
        Optional<Path> folder = find();
        if (folder.isEmpty()) {
            return List.of();
        }
        List<Profile> profiles = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.get())) {
            for (Path file : files.sorted().toList()) {
                read(file).ifPresent(profiles::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder.get(), e);
        }
        return profiles;
    }

    private static Optional<Path> find() {
        String chosen = System.getProperty(Templates.CORPUS_PROPERTY, "");
        if (!chosen.isEmpty()) {
            return Optional.of(Path.of(chosen)).filter(Files::isDirectory);
        }
        Path root = Path.of(System.getProperty("flamestream.root", "")).toAbsolutePath();
        for (Path at = root; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(FOLDER))) {
                return Optional.of(at.resolve(FOLDER));
            }
        }
        return Optional.empty();
    }

    private static Optional<Profile> read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return Optional.of(Profile.parseFrom(in));
        } catch (InvalidProtocolBufferException | ZipException e) {
            return Optional.empty();
        }
    }
}
