package dev.flamestream.query.cache;

import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.RangeRead;
import dev.flamestream.query.trace.QueryCost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A block whose chunks come from the disk where they are there, and else from the store, those side by side in one request. */
final class CachedBlockFile implements BlockFile {
    /** Chunks in a row are fetched as one range up to this size, so that no single array is out of proportion. */
    private static final int MAX_RUN_CHUNKS = (16 << 20) / ChunkKey.CHUNK_BYTES;

    private final BlockFile file;
    private final ChunkCache cache;
    private final String blockId;

    CachedBlockFile(BlockFile file, ChunkCache cache, String blockId) {
        this.file = file;
        this.cache = cache;
        this.blockId = blockId;
    }

    /** Where a chunk's bytes are in memory. */
    private static final class Chunk {
        private final byte[] bytes;
        private final int offset;

        Chunk(byte[] bytes, int offset) {
            this.bytes = bytes;
            this.offset = offset;
        }
    }

    /** A part of an array that bytes of the block are wanted in. */
    private static final class Target {
        private final long begin;
        private final long end;
        private final byte[] bytes;
        private final int offset;

        Target(long begin, byte[] bytes, int offset, int length) {
            this.begin = begin;
            this.end = begin + length;
            this.bytes = bytes;
            this.offset = offset;
        }

        int firstChunk() {
            return (int) (begin / ChunkKey.CHUNK_BYTES);
        }

        int endChunk() {
            return (int) ((end + ChunkKey.CHUNK_BYTES - 1) / ChunkKey.CHUNK_BYTES);
        }

        void take(int index, Chunk chunk) {
            long chunkBegin = (long) index * ChunkKey.CHUNK_BYTES;
            long from = Math.max(chunkBegin, begin);
            long to = Math.min(chunkBegin + ChunkKey.CHUNK_BYTES, end);
            System.arraycopy(
                    chunk.bytes, chunk.offset + (int) (from - chunkBegin), bytes, offset + (int) (from - begin), (int)
                            (to - from));
        }
    }

    @Override
    public String objectKey() {
        return file.objectKey();
    }

    @Override
    public long sizeBytes() {
        return file.sizeBytes();
    }

    @Override
    public void readFully(long offset, byte[] target, int targetOffset, int length) throws IOException {
        read(List.of(new Target(offset, target, targetOffset, length)));
    }

    @Override
    public void readAll(List<RangeRead> reads) throws IOException {
        read(reads.stream()
                .map(read -> new Target(read.offset(), read.bytes(), 0, read.bytes().length))
                .toList());
    }

    private void read(List<Target> targets) throws IOException {
        Map<Integer, Chunk> chunks = new TreeMap<>();
        List<Integer> missing = new ArrayList<>();
        QueryCost cost = QueryCost.current();
        for (int index : wanted(targets)) {
            Optional<byte[]> cached = cache.get(new ChunkKey(blockId, index), length(index));
            if (cached.isPresent()) {
                chunks.put(index, new Chunk(cached.get(), 0));
                cost.add(QueryCost.Item.CACHE_CHUNKS, 1);
                cost.add(QueryCost.Item.CACHE_BYTES, length(index));
            } else {
                missing.add(index);
            }
        }
        fetch(missing, chunks);
        for (Target target : targets) {
            for (int index = target.firstChunk(); index < target.endChunk(); index++) {
                Chunk chunk = chunks.get(index);
                if (chunk == null) {
                    throw new IllegalStateException("chunk " + index + " was neither cached nor fetched");
                }
                target.take(index, chunk);
            }
        }
    }

    private static SortedSet<Integer> wanted(List<Target> targets) {
        SortedSet<Integer> wanted = new TreeSet<>();
        for (Target target : targets) {
            for (int index = target.firstChunk(); index < target.endChunk(); index++) {
                wanted.add(index);
            }
        }
        return wanted;
    }

    private void fetch(List<Integer> missing, Map<Integer, Chunk> chunks) throws IOException {
        List<RangeRead> runs = new ArrayList<>();
        int begin = 0;
        while (begin < missing.size()) {
            int end = begin + 1;
            while (end < missing.size()
                    && end - begin < MAX_RUN_CHUNKS
                    && missing.get(end) == missing.get(end - 1) + 1) {
                end++;
            }
            long offset = (long) missing.get(begin) * ChunkKey.CHUNK_BYTES;
            long endOffset = Math.min(file.sizeBytes(), (missing.get(end - 1) + 1L) * ChunkKey.CHUNK_BYTES);
            RangeRead run = new RangeRead(offset, Math.toIntExact(endOffset - offset));
            runs.add(run);
            for (int i = begin; i < end; i++) {
                chunks.put(missing.get(i), new Chunk(run.bytes(), (i - begin) * ChunkKey.CHUNK_BYTES));
            }
            begin = end;
        }
        file.readAll(runs);
        for (int index : missing) {
            Chunk chunk = chunks.get(index);
            if (chunk != null) {
                cache.put(new ChunkKey(blockId, index), chunk.bytes, chunk.offset, length(index));
            }
        }
    }

    private int length(int index) {
        return (int) Math.min(ChunkKey.CHUNK_BYTES, file.sizeBytes() - (long) index * ChunkKey.CHUNK_BYTES);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
