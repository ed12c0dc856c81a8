package dev.flamestream.standalone.up;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * Half-written blocks that an earlier process left in the blocks' folder: hidden files, {@code
 * .<block>.inprogress.<random>}, which the file sink renames when their checkpoint is complete.
 *
 * <p>The process that was killed cannot rename them any more, and the one that goes on from its checkpoint does so only for
 * those that the checkpoint names, before its own first checkpoint is done with. After that they are only disk space.
 */
record LeftoverParts(Path blocks) {
    private static final String HIDDEN = ".";
    private static final String IN_PROGRESS = ".inprogress.";

    /** Deletes those last written before the given moment; how many they were. Nothing else below the folder is touched. */
    int deleteWrittenBefore(Instant moment) throws IOException {
        if (!Files.isDirectory(blocks)) {
            return 0;
        }
        Deletion deletion = new Deletion(moment);
        Files.walkFileTree(blocks, deletion);
        return deletion.count;
    }

    private static boolean isPart(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(HIDDEN) && name.contains(IN_PROGRESS);
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        private final Instant moment;
        private int count;

        private Deletion(Instant moment) {
            this.moment = moment;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            boolean old = attributes.lastModifiedTime().toInstant().isBefore(moment);
            if (attributes.isRegularFile() && old && isPart(file) && Files.deleteIfExists(file)) {
                count++;
            }
            return FileVisitResult.CONTINUE;
        }

        /** The job goes on renaming its own while this walks. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
