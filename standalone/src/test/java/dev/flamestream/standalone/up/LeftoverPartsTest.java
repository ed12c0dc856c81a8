package dev.flamestream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeftoverPartsTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant BEFORE = START.minus(Duration.ofMinutes(1));

    @TempDir
    private Path root;

    @Test
    void deletesOnlyThePartsThatAnEarlierProcessWrote() throws IOException {
        Path old = write("blocks/anonymous/2026-11-23/.block-1-0.parquet.inprogress.a1", BEFORE);
        Path oldAbove = write("blocks/.block-1-1.parquet.inprogress.b2", START.minusMillis(1));
        Path ours = write("blocks/anonymous/2026-11-23/.block-2-0.parquet.inprogress.c3", START);
        Path oursLater = write("blocks/.block-2-1.parquet.inprogress.d4", START.plusSeconds(1));

        int count = new LeftoverParts(root.resolve("blocks")).deleteWrittenBefore(START);

        assertThat(count).isEqualTo(2);
        assertThat(old).doesNotExist();
        assertThat(oldAbove).doesNotExist();
        assertThat(ours).exists();
        assertThat(oursLater).exists();
    }

    @Test
    void neverTouchesWhatIsNoPartHoweverOldItIs() throws IOException {
        Path block = write("blocks/anonymous/2026-11-23/block-1-0.parquet", BEFORE);
        Path visible = write("blocks/block.inprogress.a1", BEFORE);
        Path hidden = write("blocks/.block-1-0.parquet", BEFORE);
        Path outside = write("kafka/.block-1-0.parquet.inprogress.a1", BEFORE);
        Path insideOddFolder = write("blocks/.odd.inprogress.x/block-1-0.parquet", BEFORE);

        int count = new LeftoverParts(root.resolve("blocks")).deleteWrittenBefore(START);

        assertThat(count).isZero();
        assertThat(block).exists();
        assertThat(visible).exists();
        assertThat(hidden).exists();
        assertThat(outside).exists();
        assertThat(insideOddFolder).exists();
    }

    @Test
    void followsNoLinkOutOfTheFolder() throws IOException {
        Path outside = write("elsewhere/.block-1-0.parquet.inprogress.a1", BEFORE);
        Files.createDirectories(root.resolve("blocks"));
        Files.createSymbolicLink(root.resolve("blocks/link"), root.resolve("elsewhere"));

        int count = new LeftoverParts(root.resolve("blocks")).deleteWrittenBefore(START);

        assertThat(count).isZero();
        assertThat(outside).exists();
    }

    @Test
    void findsNothingWhereNoBlockWasEverWritten() throws IOException {
        assertThat(new LeftoverParts(root.resolve("blocks")).deleteWrittenBefore(START))
                .isZero();
    }

    private Path write(String name, Instant lastWritten) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "bytes");
        return Files.setLastModifiedTime(file, FileTime.from(lastWritten));
    }
}
