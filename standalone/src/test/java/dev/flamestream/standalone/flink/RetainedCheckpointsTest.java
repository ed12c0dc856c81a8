package dev.flamestream.standalone.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over checkpoints of one state file each, with metadata as Flink writes it. */
final class RetainedCheckpointsTest {
    private static final String STATE = "twelve bytes";

    @TempDir
    private Path folder;

    private RetainedCheckpoints retained = new RetainedCheckpoints(Path.of(""));

    @BeforeEach
    void look() {
        retained = new RetainedCheckpoints(folder);
    }

    @Test
    void theNewestSoundOneWinsByItsNumber() throws IOException {
        complete(2);
        complete(9);
        Path newest = complete(10);

        assertThat(retained.newestSound()).contains(newest);
    }

    @Test
    void oneWithoutMetadataNeverCounts() throws IOException {
        Path complete = complete(1);
        Files.createDirectory(folder.resolve("chk-2"));
        Files.createDirectory(folder.resolve("damaged-chk-3"));

        assertThat(retained.newestSound()).contains(complete);
    }

    @Test
    void aMissingFileFallsBackToTheOneBefore() throws IOException {
        Path older = complete(1);
        Files.delete(state(complete(2)));

        assertThat(retained.newestSound()).contains(older);
    }

    @Test
    void aShortenedFileFallsBackToTheOneBefore() throws IOException {
        Path older = complete(1);
        Files.writeString(state(complete(2)), STATE.substring(1));

        assertThat(retained.newestSound()).contains(older);
    }

    @Test
    void metadataCutAnywhereFallsBackToTheOneBefore() throws IOException {
        Path older = complete(1);
        Path metadata = complete(2).resolve(CheckpointContents.METADATA);
        byte[] whole = Files.readAllBytes(metadata);
        for (int size = 0; size < whole.length; size++) {
            Files.write(metadata, Arrays.copyOf(whole, size));
            assertThat(retained.newestSound())
                    .as("metadata of %d of %d bytes", size, whole.length)
                    .contains(older);
        }
    }

    @Test
    void withoutASoundOneThereIsNoneAndYetItIsNotEmpty() throws IOException {
        assertThat(retained.isEmpty()).isTrue();
        Files.delete(state(complete(1)));

        assertThat(retained.newestSound()).isEmpty();
        assertThat(retained.isEmpty()).isFalse();
    }

    @Test
    void makesRoomAfterTheRestoredOneAndKeepsWhatIsDamaged() throws IOException {
        Path restored = complete(1);
        Files.delete(state(complete(2)));
        Path halfWritten = Files.createDirectory(folder.resolve("chk-3"));

        retained.makeRoomAfter(Optional.of(restored));

        assertThat(restored).exists();
        assertThat(folder.resolve("chk-2")).doesNotExist();
        assertThat(folder.resolve("damaged-chk-2")).exists();
        assertThat(halfWritten).doesNotExist();
    }

    @Test
    void sweepsOnlyWhatIsOldAndNotNamed() throws IOException {
        Instant submitted = Instant.now().plus(Duration.ofMinutes(1));
        complete(1);
        Path restored = complete(2);
        Path ours = complete(3);
        Path named = shared("named", submitted.minusSeconds(1));
        Path unnamed = shared("unnamed", submitted.minusSeconds(1));
        Path young = shared("young", submitted.plusSeconds(1));

        retained.sweep(restored, Set.of(named), submitted);

        assertThat(folder.resolve("chk-1")).doesNotExist();
        assertThat(restored).exists();
        assertThat(ours).exists();
        assertThat(named).exists();
        assertThat(unnamed).doesNotExist();
        assertThat(young).exists();
    }

    private Path complete(long number) throws IOException {
        Path checkpoint = Files.createDirectory(folder.resolve("chk-" + number));
        Files.writeString(state(checkpoint), STATE);
        FileStateHandle file = new FileStateHandle(
                new org.apache.flink.core.fs.Path(state(checkpoint).toUri()), STATE.length());
        OperatorState operator = new OperatorState("heads", "heads", new OperatorID(1, 1), 1, 1);
        operator.putState(
                0,
                OperatorSubtaskState.builder()
                        .setManagedOperatorState(new OperatorStreamStateHandle(Map.of(), file))
                        .build());
        try (OutputStream out = Files.newOutputStream(checkpoint.resolve(CheckpointContents.METADATA))) {
            Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(number, List.of(operator), List.of()), out);
        }
        return checkpoint;
    }

    private static Path state(Path checkpoint) {
        return checkpoint.resolve("state");
    }

    private Path shared(String name, Instant written) throws IOException {
        Path file = Files.createDirectories(folder.resolve("shared")).resolve(name);
        Files.writeString(file, STATE);
        return Files.setLastModifiedTime(file, FileTime.from(written));
    }
}
