package dev.flamestream.standalone.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedFlinkIT {
    private static final JobID JOB = new JobID(1, 1);

    @TempDir
    private Path folder;

    @Test
    void refusesToStartAnewWhereNoCheckpointIsReadable() throws IOException {
        Path metadata = folder.resolve("checkpoints/" + JOB + "/chk-7/_metadata");
        Files.createDirectories(metadata.resolveSibling("."));
        Files.writeString(metadata, "no metadata");
        FlinkSettings settings = new FlinkSettings(
                folder.resolve("checkpoints"),
                folder.resolve("scratch"),
                Duration.ofMillis(500),
                1,
                LoopbackPorts.choose(),
                Map.of());

        try (EmbeddedFlink flink = EmbeddedFlink.start(settings)) {
            assertThatThrownBy(() -> flink.run(JOB, new Configuration(), environment -> {
                        throw new AssertionError("the job is built");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no checkpoint under " + settings.checkpointFolder() + " is readable");
        }
        assertThat(metadata).hasContent("no metadata");
    }
}
