package dev.flamestream.agent.discovery;

import dev.flamestream.agent.config.TargetFiles;
import dev.flamestream.agent.config.TargetGroup;
import dev.flamestream.agent.config.TargetGroupReader;
import dev.flamestream.schemas.yaml.ConfigFault;
import dev.flamestream.schemas.yaml.Faults;
import dev.flamestream.schemas.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The targets that some files name now. A file that cannot be read, or is wrong in any part, keeps the targets it had when
 * it last was right: half-written files must not stop scrapes. A file that is gone takes its targets along.
 *
 * <p>Not thread-safe: one thread looks.
 */
public final class TargetFileSet {
    /** A folder of per-service files; more are a glob that matches what it should not. */
    static final int MAX_FILES = 1_000;

    private static final Logger log = LoggerFactory.getLogger(TargetFileSet.class);

    private final TargetFiles files;
    private final Map<Path, List<TargetGroup>> lastGood = new TreeMap<>();
    private final Map<Path, List<ConfigFault>> faults = new TreeMap<>();

    public TargetFileSet(TargetFiles files) {
        this.files = files;
    }

    /** Reads all files anew; the groups are in the order of the files' names. */
    public List<TargetGroup> look() {
        Set<Path> present = matching();
        lastGood.keySet().retainAll(present);
        faults.keySet().retainAll(present);
        present.forEach(this::read);
        return lastGood.values().stream().flatMap(List::stream).toList();
    }

    /** Files that are wrong now. */
    public int faultyFileCount() {
        return faults.size();
    }

    private Set<Path> matching() {
        Set<Path> matching = new TreeSet<>();
        for (Path pattern : files.patterns()) {
            Path folder = pattern.getParent();
            Path name = pattern.getFileName();
            if (folder == null || name == null || !Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name.toString())) {
                for (Path file : found) {
                    if (matching.size() < MAX_FILES) {
                        matching.add(file);
                    }
                }
            } catch (IOException | java.nio.file.DirectoryIteratorException e) {
                lastGood.keySet().stream()
                        .filter(file -> folder.equals(file.getParent()))
                        .forEach(matching::add);
                log.atWarn()
                        .addKeyValue("file", pattern)
                        .addKeyValue("error", e.toString())
                        .log("folder of target files cannot be listed: its last right targets stay");
            }
        }
        return matching;
    }

    private void read(Path file) {
        Faults found = new Faults(file.toString());
        Optional<YamlValue> root = YamlValue.ofFile(file, found);
        List<TargetGroup> groups = new ArrayList<>();
        root.ifPresent(value -> groups.addAll(TargetGroupReader.ofFile(value)));
        if (root.isEmpty() && found.isEmpty()) {
            // A file of no targets is []; an empty one is being rewritten.
            found.add(1, "", "the file is empty");
        }
        if (found.isEmpty()) {
            lastGood.put(file, List.copyOf(groups));
            if (faults.remove(file) != null) {
                log.atInfo().addKeyValue("file", file).log("target file is right again");
            }
            return;
        }
        List<ConfigFault> now = found.sorted();
        if (!now.equals(faults.put(file, now))) {
            log.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("error", now.get(0).toString())
                    .addKeyValue("faultCount", now.size())
                    .log("target file is wrong: its last right targets stay");
        }
    }
}
