package dev.flamestream.query.blocks;

import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.BlockPath;
import dev.flamestream.engine.block.store.BlockStore;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.engine.block.write.BlockWriter;
import dev.flamestream.engine.section.Section;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Blocks in memory; counts what it is asked, and can be away or lose a block after it was listed. */
final class CountingBlockStore implements BlockStore {
    final AtomicInteger lists = new AtomicInteger();
    final AtomicInteger opens = new AtomicInteger();
    volatile Optional<IOException> failure = Optional.empty();
    private final Map<String, Integer> opensByKey = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blocks = new ConcurrentSkipListMap<>();

    String put(String tenant, LocalDate date, String name, List<String> sources, Section... sections)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BlockWriter writer = new BlockWriter(tenant, bytes, sources, BlockWriter.DEFAULT_RUN_BYTES);
        for (Section section : sections) {
            writer.add(section);
        }
        writer.finish();
        return putBytes(tenant, date, name, bytes.toByteArray());
    }

    String putBytes(String tenant, LocalDate date, String name, byte[] bytes) {
        String key = BlockPath.folder(tenant, date) + name + ".parquet";
        blocks.put(key, bytes);
        return key;
    }

    byte[] bytes(String key) {
        return blocks.getOrDefault(key, new byte[0]).clone();
    }

    int opensOf(String key) {
        return opensByKey.getOrDefault(key, 0);
    }

    void remove(String key) {
        blocks.remove(key);
    }

    @Override
    public List<ListedBlock> list(String tenant, LocalDate first, LocalDate last) throws IOException {
        lists.incrementAndGet();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return blocks.entrySet().stream()
                .filter(block -> first.datesUntil(last.plusDays(1))
                        .anyMatch(date -> block.getKey().startsWith(BlockPath.folder(tenant, date))))
                .map(block -> new ListedBlock(block.getKey(), block.getValue().length))
                .toList();
    }

    @Override
    public BlockFile open(String objectKey) throws IOException {
        opens.incrementAndGet();
        opensByKey.merge(objectKey, 1, Integer::sum);
        byte[] bytes = blocks.get(objectKey);
        if (bytes == null) {
            throw new NoSuchFileException(objectKey);
        }
        return new BlockFile() {
            @Override
            public String objectKey() {
                return objectKey;
            }

            @Override
            public long sizeBytes() {
                return bytes.length;
            }

            @Override
            public void readFully(long offset, byte[] target, int targetOffset, int length) {
                System.arraycopy(bytes, Math.toIntExact(offset), target, targetOffset, length);
            }

            @Override
            public void close() {}
        };
    }
}
