package dev.flamestream.query.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The files of the cache: {@code <folder>/chunks-v1/<2 digits>/<block>-<index>}, and {@code <folder>/lock}, held as long as the
 * process uses the folder.
 *
 * <p>Nothing outside {@code chunks-v1} is ever deleted, so that a folder named by mistake loses nothing. Thread-safe.
 */
final class ChunkFolder implements AutoCloseable {
    private static final String TEMPORARY = ".writing-";

    private final Path chunks;
    private final FileChannel lock;
    private final FileStore disk;
    private final AtomicLong writes = new AtomicLong();

    /** A chunk that was found at start. */
    record Stored(ChunkKey key, int length, long modifiedMillis) {}

    private ChunkFolder(Path chunks, FileChannel lock) throws IOException {
        this.chunks = chunks;
        this.lock = lock;
        this.disk = Files.getFileStore(chunks);
    }

    /** Makes the folder where there is none, and takes it for this process; fails if another has it. */
    static ChunkFolder take(Path folder) throws IOException {
        Path chunks = folder.resolve("chunks-v1");
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // Profiles are their owner's business, and no other user may put chunks here.
            Files.createDirectories(
                    chunks, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(chunks);
        }
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                return new ChunkFolder(chunks, lock);
            }
        } catch (OverlappingFileLockException e) {
            // Another service in this process: the same as one in another.
        } catch (IOException e) {
            lock.close();
            throw e;
        }
        lock.close();
        throw new IOException(folder + ": another query service uses it");
    }

    /** The chunks that are there, those written first at the front; what is none is deleted. */
    List<Stored> scan() throws IOException {
        List<Stored> found = new ArrayList<>();
        Files.walkFileTree(chunks, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                long length = attributes.size() - ChunkFile.HEADER_BYTES;
                Path inside = chunks.relativize(file);
                Optional<ChunkKey> key = inside.getNameCount() == 2
                        ? ChunkKey.ofFile(
                                inside.getName(0).toString(), inside.getName(1).toString())
                        : Optional.empty();
                if (key.isPresent() && attributes.isRegularFile() && length > 0 && length <= ChunkKey.CHUNK_BYTES) {
                    found.add(new Stored(
                            key.get(),
                            (int) length,
                            attributes.lastModifiedTime().toMillis()));
                } else {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.comparingLong(Stored::modifiedMillis));
        return found;
    }

    /** Reads a chunk; nothing if its file is not what was written. */
    Optional<byte[]> read(ChunkKey key, int length) throws IOException {
        try (InputStream file = Files.newInputStream(path(key))) {
            byte[] bytes = file.readNBytes(ChunkFile.HEADER_BYTES + length + 1);
            return bytes.length == ChunkFile.HEADER_BYTES + length ? ChunkFile.chunk(key, bytes) : Optional.empty();
        }
    }

    /** Writes a chunk beside its place. */
    Path write(ChunkKey key, byte[] bytes, int offset, int length) throws IOException {
        Path target = path(key);
        Path temporary = target.resolveSibling(key.fileName() + TEMPORARY + writes.incrementAndGet());
        try {
            write(temporary, key, bytes, offset, length);
        } catch (NoSuchFileException e) {
            Files.createDirectories(target.getParent());
            write(temporary, key, bytes, offset, length);
        }
        return temporary;
    }

    private static void write(Path file, ChunkKey key, byte[] bytes, int offset, int length) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(ChunkFile.header(key, bytes, offset, length));
            out.write(bytes, offset, length);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Puts what was written into its place. */
    void commit(Path written, ChunkKey key) throws IOException {
        Files.move(written, path(key), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a chunk, if it is there. */
    void delete(ChunkKey key) throws IOException {
        Files.deleteIfExists(path(key));
    }

    /** What the disk has left for us. */
    long usableBytes() throws IOException {
        return disk.getUsableSpace();
    }

    private Path path(ChunkKey key) {
        return chunks.resolve(key.folderName()).resolve(key.fileName());
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
