package dev.flamestream.cluster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    private Path folder;

    private final ProcessHandle self = ProcessHandle.current();

    private Instant since() {
        return self.info().startInstant().orElseThrow();
    }

    @Test
    void findsTheProcessThatWasWrittenDown() throws IOException {
        PidFile file = new PidFile(folder.resolve("part"));
        assertThat(file.running()).isEmpty();

        file.write(new RunningProcess(self.pid(), since()));

        assertThat(file.isThere()).isTrue();
        assertThat(file.running()).hasValueSatisfying(found -> {
            assertThat(found.isAlive()).isTrue();
            long residentBytes = found.residentBytes();
            assertThat(residentBytes).isPositive();
            assertThat(found.peakResidentBytes()).isGreaterThanOrEqualTo(residentBytes);
        });
    }

    @Test
    void aProcessThatBeganAtAnotherTimeIsAnotherOne() throws IOException {
        PidFile file = new PidFile(folder.resolve("part"));

        file.write(new RunningProcess(self.pid(), since().minusSeconds(60)));

        assertThat(file.running()).isEmpty();
        assertThat(file.isThere()).as("it was started, and is dead").isTrue();
    }

    @Test
    void saysWhereSomethingElseIsInTheFile() throws IOException {
        Path written = Files.writeString(folder.resolve("part"), "12\n");

        assertThatThrownBy(() -> new PidFile(written).running())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(written.toString());
    }
}
