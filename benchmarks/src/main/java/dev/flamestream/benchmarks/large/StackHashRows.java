package dev.flamestream.benchmarks.large;

import dev.flamestream.engine.block.ZstdPages;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.engine.tree.Varints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * The same data in the layout that comes to mind first, to compare sizes with: a row a profile with a list of 64-bit stack
 * hashes and one of values, and a table of the stacks' frames. Zstd at the same level, dictionaries wherever they pay.
 */
final class StackHashRows {
    private static final MessageType PROFILES = MessageTypeParser.parseMessageType("""
            message profile {
              required binary service (STRING); required binary type (STRING); required binary labels (STRING);
              required int64 time; repeated int64 stack; repeated int64 value;
            }""");
    private static final MessageType STACKS = MessageTypeParser.parseMessageType("""
            message stack {
              required int64 hash; repeated binary function (STRING); repeated binary file (STRING); repeated int32 line;
            }""");

    private StackHashRows() {}

    /** Bytes that a head takes as such rows. */
    static long sizeBytes(List<byte[]> headLog) throws IOException {
        Path folder = Files.createTempDirectory("flamestream-rows");
        Path profiles = folder.resolve("profiles.parquet");
        Path stacks = folder.resolve("stacks.parquet");
        try {
            write(headLog, profiles, stacks);
            return Files.size(profiles) + Files.size(stacks);
        } finally {
            Files.deleteIfExists(profiles);
            Files.deleteIfExists(stacks);
            Files.delete(folder);
        }
    }

    private static void write(List<byte[]> headLog, Path profiles, Path stacks) throws IOException {
        try (ParquetWriter<Group> rows = writer(profiles, PROFILES);
                ParquetWriter<Group> table = writer(stacks, STACKS)) {
            for (Section section : HeadSnapshot.read(headLog).sections()) {
                long[] hashes = writeStacks(section.readTree(Section.FrameDetail.FULL), table);
                writeProfiles(section, hashes, rows);
            }
        }
    }

    private static long[] writeStacks(PreOrderTree tree, ParquetWriter<Group> table) throws IOException {
        long[] hashes = new long[tree.stackCount()];
        long[] hashAt = new long[tree.maxDepth() + 1];
        int[] frameAt = new int[tree.maxDepth() + 1];
        int stack = 0;
        for (int node = 0; node < tree.count(); node++) {
            int depth = tree.depth()[node];
            if (depth > 0) {
                frameAt[depth] = tree.frame()[node];
                hashAt[depth] = (hashAt[depth - 1]
                                ^ tree.frames().get(tree.frame()[node]).hashCode())
                        * 0x9E3779B97F4A7C15L;
            }
            if (tree.endsStack()[node]) {
                Group row = new SimpleGroup(STACKS).append("hash", hashAt[depth]);
                for (int at = depth; at > 0; at--) {
                    Frame frame = tree.frames().get(frameAt[at]);
                    row.append("function", frame.displayName())
                            .append("file", frame.file())
                            .append("line", frame.line());
                }
                table.write(row);
                hashes[stack++] = hashAt[depth];
            }
        }
        return hashes;
    }

    private static void writeProfiles(Section section, long[] hashes, ParquetWriter<Group> rows) throws IOException {
        ProfileRows profiles = section.readProfiles(Section.RowDetail.SAMPLES);
        for (int i = 0; i < profiles.count(); i++) {
            Group row = new SimpleGroup(PROFILES)
                    .append("service", section.summary().serviceName())
                    .append("type", section.summary().profileType().id())
                    .append("labels", profiles.labels(i).asMap().toString())
                    .append("time", profiles.timeMillis(i));
            Varints.Reader stacks = new Varints.Reader(profiles.stacks(i));
            Varints.Reader values = new Varints.Reader(profiles.values(i));
            int stack = -1;
            while (stacks.hasMore()) {
                stack += Math.toIntExact(stacks.next()) + 1;
                row.append("stack", hashes[stack]);
                row.append(
                        "value",
                        Varints.unzigzag(values.next()) * section.summary().unit());
            }
            rows.write(row);
        }
    }

    private static ParquetWriter<Group> writer(Path file, MessageType schema) throws IOException {
        return ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new Zstd())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withDictionaryPageSize(8 << 20)
                .build();
    }

    /** Only compresses. */
    private static final class Zstd implements CompressionCodecFactory {
        private final ZstdPages pages = new ZstdPages();

        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            return pages;
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException("nothing is read back");
        }

        @Override
        public void release() {
            pages.release();
        }
    }
}
