package dev.flamestream.engine.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.footer.BlockInspector;
import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.LocalBlockFile;
import dev.flamestream.engine.section.MemorySection;
import dev.flamestream.engine.section.Section;
import dev.flamestream.schemas.block.BlockFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Blocks that were written once and are kept, one of each version: every later version must read them as they were. The text
 * beside a block says what is read of it.
 *
 * <p>That today's writer writes the same bytes is not demanded, as it is of head logs: compression has a library's version in it.
 *
 * <p>To write those of the current version anew, which only a new version of the format justifies:
 *
 * <pre>
 * ./mvnw -pl engine -am test -Dtest=GoldenBlockTest -Dsurefire.failIfNoSpecifiedTests=false -Dflamestream.golden.write=true
 * </pre>
 */
class GoldenBlockTest {
    private static final Path FOLDER = Path.of("src/test/resources/blocks");
    private static final Path TODAY = FOLDER.resolve("golden-v" + BlockFormat.VERSION + ".parquet");

    @BeforeAll
    static void writeIfAsked() throws IOException {
        if (Boolean.getBoolean("flamestream.golden.write")) {
            Files.createDirectories(FOLDER);
            Files.write(TODAY, BlockRoundTripTest.write(BlockRoundTripTest.small(), Long.MAX_VALUE));
            Files.writeString(textOf(TODAY), written());
        }
    }

    static List<Path> blocks() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void blockOfAnyVersionReadsAsItWasWritten(Path block) throws IOException {
        try (BlockFile file = LocalBlockFile.open(block)) {
            assertThat(read(BlockReader.open(file))).isEqualTo(Files.readString(textOf(block)));
        }
    }

    @Test
    void everyVersionHasABlock() throws IOException {
        assertThat(blocks()).hasSize(BlockFormat.VERSION).endsWith(TODAY);
    }

    @Test
    void goldenBlockHasSeriesAsRunsAndInRows() throws IOException {
        try (BlockFile file = LocalBlockFile.open(TODAY)) {
            assertThat(BlockReader.open(file).footer().sections())
                    .extracting(section -> section.runs().count())
                    .containsExactly(2, 0);
        }
    }

    @Test
    void inspectorSaysWhatTheBlockHolds() throws IOException {
        try (BlockFile file = LocalBlockFile.open(TODAY)) {
            String text = BlockInspector.describe(BlockReader.open(file).footer());

            assertThat(text)
                    .contains("tenant      acme\n", "rows        ", " in 2 row groups\n", "sections    2\n")
                    .contains("labels.key_value.key", "process_cpu:cpu:nanoseconds:cpu:nanoseconds");
        }
    }

    private static Path textOf(Path block) {
        return block.resolveSibling(block.getFileName().toString().replace(".parquet", ".txt"));
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
