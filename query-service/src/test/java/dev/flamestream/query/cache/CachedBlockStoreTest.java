package dev.flamestream.query.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.BlockStore;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.engine.block.store.RangeRead;
import dev.flamestream.query.QueryMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedBlockStoreTest {
    private static final int CHUNK = ChunkKey.CHUNK_BYTES;

    @TempDir
    private Path folder;

    private final MemoryStore behind = new MemoryStore(5 * CHUNK + 1234);
    private final ListedBlock block = new ListedBlock("blocks/a.parquet", behind.bytes.length);

    /** One block in memory; says what was read of it. */
    private static final class MemoryStore implements BlockStore, Closeable {
        final byte[] bytes;
        final List<String> reads = new ArrayList<>();

        MemoryStore(int length) {
            bytes = new byte[length];
            new Random(7).nextBytes(bytes);
        }

        @Override
        public List<ListedBlock> list(String tenant, LocalDate first, LocalDate last) {
            return List.of();
        }

        @Override
        public BlockFile open(String objectKey) {
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
                    reads.add(offset + "+" + length);
                    System.arraycopy(bytes, (int) offset, target, targetOffset, length);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }

    @Test
    void readsWhatTheStoreHoldsWhicheverRangesAreAskedFor() throws Exception {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            try (CachedBlockStore store = open()) {
                for (int query = 0; query < 10; query++) {
                    List<RangeRead> reads = new ArrayList<>();
                    for (int i = 0; i <= random.nextInt(4); i++) {
                        int offset = random.nextInt(behind.bytes.length);
                        reads.add(new RangeRead(offset, random.nextInt(behind.bytes.length - offset + 1)));
                    }
                    store.open(block).readAll(reads);

                    for (RangeRead read : reads) {
                        int from = (int) read.offset();
                        assertThat(Arrays.equals(
                                        read.bytes(),
                                        Arrays.copyOfRange(behind.bytes, from, from + read.bytes().length)))
                                .as("seed " + seed + ", query " + query)
                                .isTrue();
                    }
                    if (random.nextInt(4) == 0) {
                        store.forget(block);
                    }
                }
            }
        }
    }

    @Test
    void asksTheStoreForWholeChunksInARowAndOnlyOnceAlsoAfterARestart() throws Exception {
        try (CachedBlockStore store = open()) {
            read(store, CHUNK + 5, CHUNK);
            read(store, 0, behind.bytes.length);
        }
        try (CachedBlockStore store = open()) {
            read(store, 17, behind.bytes.length - 17);
        }

        assertThat(behind.reads)
                .containsExactly(
                        CHUNK + "+" + 2 * CHUNK, "0+" + CHUNK, 3 * CHUNK + "+" + (behind.bytes.length - 3 * CHUNK));
    }

    @Test
    void aDamagedBlockThatWasForgottenIsReadAnew() throws Exception {
        try (CachedBlockStore store = open()) {
            read(store, 0, 10);
            store.forget(block);
            behind.bytes[3] ^= 1;

            read(store, 0, 10);

            assertThat(behind.reads).hasSize(2);
        }
    }

    private void read(BlockStore store, int offset, int length) throws IOException {
        byte[] target = new byte[length + 2];
        store.open(block).readFully(offset, target, 1, length);
        assertThat(Arrays.equals(
                        Arrays.copyOfRange(target, 1, length + 1),
                        Arrays.copyOfRange(behind.bytes, offset, offset + length)))
                .isTrue();
    }

    private CachedBlockStore open() {
        QueryMetrics metrics = new QueryMetrics(new SimpleMeterRegistry());
        CacheSettings settings = new CacheSettings(folder.toString(), 1 << 30, 0);
        return new CachedBlockStore(behind, ChunkCache.open(settings, metrics).orElseThrow(), "store");
    }
}
