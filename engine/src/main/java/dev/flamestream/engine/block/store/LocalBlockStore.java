package dev.flamestream.engine.block.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Blocks in a folder of this machine. */
public final class LocalBlockStore implements BlockStore {
    private final Path root;

    /** The root need not exist yet. */
    public LocalBlockStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public List<ListedBlock> list(String tenant, LocalDate first, LocalDate last) throws IOException {
        List<ListedBlock> blocks = new ArrayList<>();
        for (Path folder : children(root.resolve(BlockPath.folder(tenant)))) {
            Optional<LocalDate> date =
                    BlockPath.dateOfFolder(folder.getFileName().toString());
            if (date.isPresent() && !date.get().isBefore(first) && !date.get().isAfter(last)) {
                for (Path file : children(folder)) {
                    block(file).ifPresent(blocks::add);
                }
            }
        }
        blocks.sort(Comparator.comparing(ListedBlock::objectKey));
        return blocks;
    }

    @Override
    public BlockFile open(String objectKey) throws IOException {
        Path path = root.resolve(objectKey).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("expected a key below the root, found " + objectKey);
        }
        return LocalBlockFile.open(objectKey, path);
    }

    private Optional<ListedBlock> block(Path file) throws IOException {
        if (!BlockPath.isBlockName(file.getFileName().toString())) {
            return Optional.empty();
        }
        try {
            String objectKey = root.relativize(file)
                    .toString()
                    .replace(file.getFileSystem().getSeparator(), "/");
            return Optional.of(new ListedBlock(objectKey, Files.size(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }
}
