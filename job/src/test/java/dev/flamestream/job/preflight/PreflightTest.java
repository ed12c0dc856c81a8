package dev.flamestream.job.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.job.config.KafkaSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();

    @Test
    void goesOnAtOnceWhereNothingIsMissing() throws InterruptedException {
        assertThat(new Preflight(List.of(List::of, List::of), told::add).run(LONG))
                .isEmpty();

        assertThat(told).isEmpty();
    }

    @Test
    void waitsForWhatMayComeAndSaysSoOnce() throws InterruptedException {
        Deque<List<Finding>> looks = new ArrayDeque<>(List.of(
                List.of(Finding.missing("topic t is not at b:9092")),
                List.of(Finding.missing("topic t is not at b:9092")),
                List.of()));

        assertThat(new Preflight(List.of(looks::removeFirst), told::add).run(LONG))
                .isEmpty();

        assertThat(told).hasSize(1).first().asString().matches("waiting up to \\d+ s: topic t is not at b:9092");
    }

    @Test
    void givesUpAtOnceWhereWaitingCannotHelpAndNamesAll() throws InterruptedException {
        Preflight preflight = new Preflight(
                List.of(() -> List.of(Finding.wrong("not let in")), () -> List.of(Finding.missing("no bucket"))),
                told::add);

        assertThat(preflight.run(LONG)).containsExactly("not let in", "no bucket");
    }

    @Test
    void givesUpWhenTheWaitIsOver() throws InterruptedException {
        Preflight preflight = new Preflight(List.of(() -> List.of(Finding.missing("no bucket"))), told::add);

        assertThat(preflight.run(Duration.ofMillis(100))).containsExactly("no bucket");
        assertThat(preflight.run(Duration.ZERO)).containsExactly("no bucket");
    }

    @Test
    void aFolderThatCanBeWrittenToIsLeftAsItWas() throws IOException {
        assertThat(new FolderCheck("blocks", folder.toUri().toString()).look()).isEmpty();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatCannotBeWrittenToIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        assertThat(new FolderCheck("blocks", file.toUri() + "/below").look())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.line()).startsWith("blocks: cannot write and delete below " + file.toUri());
                    assertThat(finding.line().lines()).hasSize(1);
                });
    }

    @Test
    void aSchemeThatIsNotKnownHereIsNotLookedAt() {
        assertThat(new FolderCheck("blocks", "elsewhere://bucket/folder").look())
                .isEmpty();
    }

    @Test
    void aBrokerThatIsNotThereIsOneLineInABoundedTime() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        KafkaSettings kafka = new KafkaSettings("127.0.0.1:" + port, "profiles", "profiles.rejected", "g", Map.of());

        assertThat(new TopicCheck(kafka).look())
                .containsExactly(Finding.missing("Kafka does not answer at 127.0.0.1:" + port));
    }
}
