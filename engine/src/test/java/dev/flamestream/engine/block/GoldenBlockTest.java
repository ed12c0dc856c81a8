package dev.flamestream.engine.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.footer.BlockInspector;
import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.LocalBlockFile;
import dev.flamestream.engine.section.MemorySection;
import dev.flamestream.engine.section.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * A block that was written once and is kept: every later version must read it as it was.
 *
 * <p>To write it anew, which only a new format version justifies:
 *
 * <pre>
 * ./mvnw -pl engine -am test -Dtest=GoldenBlockTest -Dsurefire.failIfNoSpecifiedTests=false -Dflamestream.golden.write=true
 * </pre>
 */
class GoldenBlockTest {
    private static final Path FOLDER = Path.of("src/test/resources/blocks");
    private static final Path BLOCK = FOLDER.resolve("golden-v1.parquet");
    private static final Path TEXT = FOLDER.resolve("golden-v1.txt");

    @Test
    void blockOfVersionOneReadsAsItWasWritten() throws IOException {
        if (Boolean.getBoolean("flamestream.golden.write")) {
            Files.createDirectories(FOLDER);
            Files.write(BLOCK, BlockRoundTripTest.write(BlockRoundTripTest.small(), Long.MAX_VALUE));
            Files.writeString(TEXT, written());
        }

        try (BlockFile file = LocalBlockFile.open(BLOCK)) {
            assertThat(read(BlockReader.open(file))).isEqualTo(Files.readString(TEXT));
        }
    }

    @Test
    void inspectorSaysWhatTheBlockHolds() throws IOException {
        try (BlockFile file = LocalBlockFile.open(BLOCK)) {
            String text = BlockInspector.describe(BlockReader.open(file).footer());

            assertThat(text)
                    .contains("tenant      acme\n", "rows        ", " in 2 row groups\n", "sections    2\n")
                    .contains("labels.key_value.key", "process_cpu:cpu:nanoseconds:cpu:nanoseconds");
        }
    }

    private static String read(BlockReader reader) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Section section : reader.sections()) {
            text.append(SectionText.of(section));
        }
        return text.toString();
    }

    /** Of the sections in memory, not of the block, so that an error made twice is not taken for the truth. */
    private static String written() throws IOException {
        StringBuilder text = new StringBuilder();
        // Services are equal and the types were added in descending order, so the block has them reversed.
        for (MemorySection section : BlockRoundTripTest.small()) {
            text.insert(0, SectionText.of(section));
        }
        return text.toString();
    }
}
