package dev.flamestream.standalone.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that earlier runs of one job left on the disk.
 *
 * <p>A kill leaves three kinds of things: complete checkpoints, a folder without metadata that was being written, and files
 * in the shared folder that no complete checkpoint names. Only the process that runs the job may
 * call this: nobody else knows what is still being written.
 */
final class RetainedCheckpoints {
    private static final Logger log = LoggerFactory.getLogger(RetainedCheckpoints.class);

    private static final Pattern FOLDER = Pattern.compile("chk-(\\d{1,18})");

    private final Path folder;

    /** The folder of one job's checkpoints, {@code <root>/<job id>}; it need not exist. */
    RetainedCheckpoints(Path folder) {
        this.folder = folder;
    }

    /**
     * The newest complete checkpoint whose files are all there. An older one than the newest is a last resort, and is said
     * aloud: blocks that were committed after it are written once more.
     */
    Optional<Path> newestSound() throws IOException {
        for (Path checkpoint : newestFirst()) {
            String damage = damageOf(checkpoint);
            if (damage.isEmpty()) {
                return Optional.of(checkpoint);
            }
            log.atWarn()
                    .addKeyValue("objectKey", checkpoint)
                    .addKeyValue("error", damage)
                    .log("checkpoint is damaged; going back to one before it, after which profiles may count twice");
        }
        return Optional.empty();
    }

    /** Whether any run ever completed a checkpoint here, sound or not. */
    boolean isEmpty() throws IOException {
        return newestFirst().isEmpty();
    }

    /**
     * Makes room for the checkpoints that follow the given one, or the very first: Flink counts on from its number, and a
     * folder left by a kill would be in the way. Half-written ones are deleted, damaged ones set aside.
     */
    void makeRoomAfter(Optional<Path> restored) throws IOException {
        long last = restored.map(RetainedCheckpoints::number).orElse(-1L);
        for (Path checkpoint : folders()) {
            if (number(checkpoint) > last) {
                if (Files.exists(checkpoint.resolve(CheckpointContents.METADATA))) {
                    Path aside = checkpoint.resolveSibling("damaged-" + checkpoint.getFileName());
                    FolderTree.delete(aside);
                    Files.move(checkpoint, aside);
                } else {
                    FolderTree.delete(checkpoint);
                }
            }
        }
    }

    /**
     * Deletes what was there before the given moment and is not needed by the checkpoint that the job now runs from:
     * checkpoints before it, and shared files that it does not name.
     */
    void sweep(Path restored, Set<Path> named, Instant before) throws IOException {
        for (Path checkpoint : folders()) {
            if (number(checkpoint) < number(restored)) {
                FolderTree.delete(checkpoint);
            }
        }
        for (String shared : List.of("shared", "taskowned")) {
            for (Path file : list(folder.resolve(shared))) {
                boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(before);
                if (Files.isRegularFile(file) && old && !named.contains(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static String damageOf(Path checkpoint) {
        try {
            return CheckpointContents.read(checkpoint).damage();
        } catch (IOException failure) {
            return "its metadata: " + failure.getMessage();
        }
    }

    /** Complete ones only: a folder without metadata was being written when the process ended. */
    private List<Path> newestFirst() throws IOException {
        return folders().stream()
                .filter(checkpoint -> Files.exists(checkpoint.resolve(CheckpointContents.METADATA)))
                .sorted(Comparator.comparingLong(RetainedCheckpoints::number).reversed())
                .toList();
    }

    private List<Path> folders() throws IOException {
        return list(folder).stream()
                .filter(path -> FOLDER.matcher(path.getFileName().toString()).matches())
                .toList();
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
    }

    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return new ArrayList<>(children.toList());
        }
    }
}
