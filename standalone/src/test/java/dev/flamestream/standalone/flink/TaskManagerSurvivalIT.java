package dev.flamestream.standalone.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.standalone.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reading heads never takes the process of the TaskManager down, whenever its tasks are cancelled.
 *
 * <p>Fewer or more cycles: {@code -Dflamestream.cancels=1000}.
 */
final class TaskManagerSurvivalIT {
    private static final int CANCELS = Integer.getInteger("flamestream.cancels", 40);

    @TempDir
    private Path folder;

    @Test
    void survivesCancellationsUnderReadersOfLargeHeads() throws Exception {
        Path output = folder.resolve("output");
        try (ForkedJvm process = ForkedJvm.start(
                output, ReadsUnderFailover.class, List.of(folder.toString(), Integer.toString(CANCELS)))) {
            process.awaitLine("survived " + CANCELS, 1, Duration.ofSeconds(60 + 5L * CANCELS));

            assertThat(process.awaitEnd(Duration.ofSeconds(30))).isZero();
            System.out.println(Files.readAllLines(output).stream()
                    .filter(line -> line.startsWith("survived"))
                    .toList());
        }
    }
}
