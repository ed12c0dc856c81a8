package dev.flamestream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.flamestream.standalone.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
    @TempDir
    private Path parent;

    @Test
    void createsWhatIsMissingAndLeavesNothingButTheLock() throws Exception {
        Path root = parent.resolve("a/b");

        DataFolder.open(root).close();

        try (var files = Files.list(root)) {
            assertThat(files).containsExactly(root.resolve("lock"));
        }
        assertThat(root.resolve("lock"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void namesTheProcessThatHoldsItAndIsFreeOnceThatIsKilled() throws Exception {
        Path root = parent.resolve("data");
        try (ForkedJvm holder = ForkedJvm.start(parent.resolve("output"), LockHolder.class, List.of(root.toString()))) {
            holder.awaitLine("held by ", 1, Duration.ofSeconds(30));
            String pid = holder.lines().get(0).split(" ", -1)[2];

            assertThatThrownBy(() -> DataFolder.open(root))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage("data folder " + root + " is in use by another flamestream, process " + pid);

            holder.kill();
        }
        DataFolder.open(root).close();
    }

    @Test
    void refusesAFileInItsPlaceAndAboveIt() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(StartFailure.class)
                .hasMessage("data folder " + file + ": " + file + " is a file");
        assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("data folder " + file.resolve("data") + ": ")
                .hasMessageContaining(file.toString());
    }

    @Test
    void refusesAFolderItMayNotWrite() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("read-only"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(folder), "needs a user who is not root: root may write everywhere");

        assertThatThrownBy(() -> DataFolder.open(folder))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("data folder " + folder + ": no permission for ");
    }
}
