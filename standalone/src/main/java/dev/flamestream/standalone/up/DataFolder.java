package dev.flamestream.standalone.up;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The folder of one process, locked while it runs.
 *
 * <pre>
 * lock          held by the process; its content is the process id
 * kafka/        the broker's logs
 * checkpoints/  what the job goes on from
 * blocks/       stored profiles, unless they are kept elsewhere
 * limits.yaml   what each tenant may do, for the user to write to
 * scratch/      RocksDB's files and other things of no value, emptied at each start
 * logs/
 * </pre>
 *
 * <p>The operating system frees the lock when the process ends, however it ends.
 */
public final class DataFolder implements AutoCloseable {
    /** Kafka may take a GiB over time; this is what a first hour of profiles and checkpoints takes with room to spare. */
    static final long MIN_FREE_BYTES_TO_START = 512L << 20;

    /** Below it everything is stopped while there is still room to do so: Kafka does not survive a failed write. */
    static final long MIN_FREE_BYTES_TO_RUN = 128L << 20;

    private static final int MAX_PID_BYTES = 32;

    private final Path root;
    private final FileChannel lockFile;

    private DataFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** Creates the folder where it is missing, checks that it can be used, and locks it. */
    public static DataFolder open(Path root) throws StartFailure {
        try {
            Files.createDirectories(root);
            checkUsable(root);
        } catch (FileAlreadyExistsException failure) {
            throw new StartFailure("data folder " + root + ": " + failure.getFile() + " is a file", failure);
        } catch (AccessDeniedException failure) {
            throw new StartFailure("data folder " + root + ": no permission for " + failure.getFile(), failure);
        } catch (FileSystemException failure) {
            throw new StartFailure("data folder " + root + ": " + reason(failure), failure);
        } catch (IOException failure) {
            throw new StartFailure("data folder " + root + ": " + failure.getMessage(), failure);
        }
        return lock(root);
    }

    private static void checkUsable(Path root) throws IOException, StartFailure {
        if (!Files.isReadable(root) || !Files.isExecutable(root)) {
            throw new AccessDeniedException(root.toString());
        }
        long free = Files.getFileStore(root).getUsableSpace();
        if (free < MIN_FREE_BYTES_TO_START) {
            throw new StartFailure("data folder " + root + ": expected " + (MIN_FREE_BYTES_TO_START >> 20)
                    + " MiB of free disk, found " + (free >> 20) + " MiB");
        }
        Files.delete(Files.createTempFile(root, "writable", ""));
    }

    private static String reason(FileSystemException failure) {
        String reason = failure.getReason();
        return "cannot create or use " + failure.getFile() + (reason == null ? "" : ": " + reason);
    }

    private static DataFolder lock(Path root) throws StartFailure {
        Path path = root.resolve("lock");
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Optional<FileLock> lock = tryLock(channel);
            if (lock.isEmpty()) {
                String owner = read(channel);
                channel.close();
                throw new StartFailure("data folder " + root + " is in use by another flamestream, process " + owner);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataFolder(root, channel);
        } catch (IOException failure) {
            throw new StartFailure(
                    "data folder " + root + ": cannot lock " + path + ": " + failure.getMessage(), failure);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException sameProcess) {
            return Optional.empty();
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(MAX_PID_BYTES);
        channel.read(content, 0);
        return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII).strip();
    }

    /** The folder itself, absolute. */
    public Path root() {
        return root;
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path scratch() {
        return root.resolve("scratch");
    }

    /** Bytes this process may still write. */
    long freeBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
