package dev.flamestream.query.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.query.QueryMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkCacheTest {
    private static final int LENGTH = 1000;
    private static final int FILE_BYTES = LENGTH + ChunkFile.HEADER_BYTES;
    private static final String BLOCK = ChunkKey.blockId("store", "blocks/a.parquet", 5_000_000);

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong free = new AtomicLong(1L << 40);

    @Test
    void whatWasKeptIsThereAfterARestart() throws Exception {
        try (ChunkCache cache = open(100 * FILE_BYTES)) {
            put(cache, 0);
            put(cache, 1);
        }

        try (ChunkCache again = open(100 * FILE_BYTES)) {
            assertThat(again.get(key(0), LENGTH)).hasValue(bytes(0));
            assertThat(again.get(key(1), LENGTH)).hasValue(bytes(1));
            assertThat(again.get(key(2), LENGTH)).isEmpty();
            assertThat(again.heldBytes()).isEqualTo(2 * FILE_BYTES);
        }
    }

    @Test
    void aChunkWithAnyByteChangedOrMissingIsNotAChunkAndItsFileGoes() throws Exception {
        try (ChunkCache cache = open(1000 * FILE_BYTES)) {
            for (int position = 0; position < FILE_BYTES; position += 7) {
                put(cache, 0);
                byte[] file = Files.readAllBytes(file(0));
                file[position] ^= 0x40;
                Files.write(file(0), file);

                assertThat(cache.get(key(0), LENGTH)).as("byte " + position).isEmpty();
                assertThat(file(0)).doesNotExist();
            }
            for (int length : List.of(0, 1, ChunkFile.HEADER_BYTES, FILE_BYTES - 1)) {
                put(cache, 0);
                Files.write(file(0), Arrays.copyOf(Files.readAllBytes(file(0)), length));

                assertThat(cache.get(key(0), LENGTH)).as("length " + length).isEmpty();
            }
            put(cache, 0);
            Files.write(file(1), Files.readAllBytes(file(0)));
            assertThat(cache.get(key(0), LENGTH)).hasValue(bytes(0));
        }
    }

    @Test
    void aChunkUnderTheNameOfAnotherIsNotTakenForIt() throws Exception {
        try (ChunkCache cache = open(100 * FILE_BYTES)) {
            put(cache, 0);
            Files.copy(file(0), file(1));
        }

        try (ChunkCache again = open(100 * FILE_BYTES)) {
            assertThat(again.get(key(1), LENGTH)).isEmpty();
            assertThat(again.get(key(0), LENGTH)).hasValue(bytes(0));
        }
    }

    @Test
    void whatIsForeignOrHalfWrittenIsDeletedAtStartAndNothingOutside() throws Exception {
        try (ChunkCache cache = open(100 * FILE_BYTES)) {
            put(cache, 0);
        }
        Path chunks = folder();
        Path half = Files.writeString(chunks.resolve(key(1).fileName() + ".writing-7"), "x");
        Path foreign = Files.writeString(chunks.resolve("notes.txt"), "x");
        Path elsewhere = Files.writeString(chunks.resolveSibling("top"), "x");
        Path outside = Files.writeString(folder.resolve("thesis.txt"), "x");

        try (ChunkCache again = open(100 * FILE_BYTES)) {
            assertThat(List.of(half, foreign, elsewhere))
                    .allSatisfy(file -> assertThat(file).doesNotExist());
            assertThat(outside).exists();
            assertThat(again.get(key(0), LENGTH)).isPresent();
        }
    }

    @Test
    void holdsNoMoreThanItMay() throws Exception {
        try (ChunkCache cache = open(10 * FILE_BYTES)) {
            for (int index = 0; index < 50; index++) {
                put(cache, index);

                assertThat(cache.heldBytes()).isLessThanOrEqualTo(10 * FILE_BYTES);
            }

            assertThat(fileCount()).isEqualTo(cache.heldBytes() / FILE_BYTES).isBetween(5L, 10L);
        }
        try (ChunkCache smaller = open(3 * FILE_BYTES)) {
            assertThat(smaller.heldBytes()).isLessThanOrEqualTo(3 * FILE_BYTES);
            assertThat(fileCount()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void makesRoomWhenOthersFillTheDiskAndFillsAgainWhenTheyLeave() throws Exception {
        try (ChunkCache cache = open(100 * FILE_BYTES)) {
            for (int index = 0; index < 10; index++) {
                put(cache, index);
            }
            free.set(MIN_FREE - 4 * FILE_BYTES);
            put(cache, 10);
            long whileFull = cache.heldBytes();
            free.set(MIN_FREE + 50 * FILE_BYTES);
            put(cache, 11);
            put(cache, 12);

            assertThat(whileFull).isLessThanOrEqualTo(6 * FILE_BYTES);
            assertThat(count("no_room")).isEqualTo(1);
            assertThat(cache.get(key(12), LENGTH)).isPresent();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenMakesNoReadFail() throws Exception {
        try (ChunkCache cache = open(100 * FILE_BYTES)) {
            put(cache, 0);
            Path chunks = folder();
            Files.delete(file(0));
            Files.delete(chunks);
            Files.writeString(chunks, "a file where a folder should be");

            put(cache, 1);

            assertThat(cache.get(key(0), LENGTH)).isEmpty();
            assertThat(cache.get(key(1), LENGTH)).isEmpty();
            assertThat(count("failed")).isEqualTo(1);
        }
    }

    @Test
    void aFolderIsOneServicesAlone() throws Exception {
        CacheSettings settings = new CacheSettings(folder.toString(), 1 << 20, 0);
        QueryMetrics metrics = new QueryMetrics(registry);
        Optional<ChunkCache> first = ChunkCache.open(settings, metrics);

        Optional<ChunkCache> second = ChunkCache.open(settings, metrics);
        first.orElseThrow().close();
        Optional<ChunkCache> third = ChunkCache.open(settings, metrics);

        assertThat(second).isEmpty();
        assertThat(third).isPresent();
        third.orElseThrow().close();
    }

    @Test
    void aBlockThatIsForgottenIsReadFromTheStoreAgain() throws Exception {
        try (ChunkCache cache = open(100 * FILE_BYTES)) {
            put(cache, 0);
            put(cache, 1);

            cache.forgetBlock(BLOCK, 2L * ChunkKey.CHUNK_BYTES);

            assertThat(cache.get(key(0), LENGTH)).isEmpty();
            assertThat(fileCount()).isZero();
        }
    }

    private static final long MIN_FREE = 1L << 20;

    private ChunkCache open(long maxBytes) throws IOException {
        CacheSettings settings = new CacheSettings(folder.toString(), maxBytes, MIN_FREE);
        return ChunkCache.open(ChunkFolder.take(folder), settings, free::get, new QueryMetrics(registry));
    }

    private static ChunkKey key(int index) {
        return new ChunkKey(BLOCK, index);
    }

    private static byte[] bytes(int index) {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) index);
        return bytes;
    }

    private static void put(ChunkCache cache, int index) {
        cache.put(key(index), bytes(index), 0, LENGTH);
    }

    private Path file(int index) {
        ChunkKey key = key(index);
        return folder.resolve("chunks-v1").resolve(key.folderName()).resolve(key.fileName());
    }

    private Path folder() {
        return folder.resolve("chunks-v1").resolve(key(0).folderName());
    }

    private long fileCount() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("chunks-v1"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private double count(String event) {
        return registry.counter("disk.cache.chunks", "event", event).count();
    }
}
