package dev.flamestream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.standalone.Eventually;
import dev.flamestream.standalone.ForkedJvm;
import dev.flamestream.standalone.command.FlamestreamCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpIT {
    private static final String CPU = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Windows end, are cut and become blocks while the test runs. */
    private static final String[] SHORT = {"--window", "5s", "--checkpoint-interval", "1s"};

    @TempDir
    private Path folder;

    @Test
    void showsItsOwnFlameGraphWithinHalfAMinuteAndStopsWithinTenSeconds() throws Exception {
        try (RunningUp up = RunningUp.start(folder)) {
            assertThat(Eventually.holds(Duration.ofSeconds(30), () -> up.total(CPU, "flamestream") > 0))
                    .isTrue();
            pushesTheGoodOfThreeFiles(up);
            assertThat(up.jvm().stop(Duration.ofSeconds(10))).isZero();
            assertThat(up.jvm().lines()).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
        }
    }

    @Test
    void countsEachAcknowledgedProfileOnceInHeadAndBlockAndOverKills() throws Exception {
        long expected = 0;
        try (RunningUp up = RunningUp.start(folder, SHORT)) {
            for (int round = 0; round < 3; round++) {
                expected += up.push(20);
                assertThat(up.awaitTotal(PprofFiles.TYPE, "shop", expected, PATIENCE))
                        .as("round %d, before the kill", round)
                        .isEqualTo(expected);
                expected += up.push(20);
                up.jvm().kill();
                Path leftover = leavePart(up, round);
                up.startAgain();
                assertThat(up.awaitTotal(PprofFiles.TYPE, "shop", expected, PATIENCE))
                        .as("round %d, after the kill", round)
                        .isEqualTo(expected);
                assertThat(Eventually.holds(PATIENCE, () -> Files.notExists(leftover)))
                        .as("round %d, half-written block of before the kill deleted", round)
                        .isTrue();
            }
            assertThat(Eventually.holds(PATIENCE, () -> hasBlock(up))).isTrue();
            assertThat(up.awaitTotal(PprofFiles.TYPE, "shop", expected, PATIENCE))
                    .as("once blocks are there")
                    .isEqualTo(expected);
        }
    }

    /** The file lies in the data folder from the first start on; who writes to it restarts nothing. */
    @Test
    void aChangedLimitsFileIsInForceAtTheDoorAndInTheJob() throws Exception {
        try (RunningUp up = RunningUp.start(folder)) {
            Path limits = up.data().resolve("limits.yaml");
            assertThat(Files.readString(limits)).contains("#   max_query_length: 744h");
            Files.writeString(limits, """
                    defaults:
                      max_query_length: 2h
                      ingestion_relabeling_rules:
                        - {action: drop, source_labels: [service_name], regex: unwanted}
                        - {source_labels: [service_name], regex: "before-(.*)", target_label: service_name}
                    """);
            assertThat(Eventually.holds(
                            PATIENCE,
                            () -> limitsOf(up).stream()
                                    .anyMatch(line ->
                                            line.matches("max_query_length +2h +defaults in the limits' file"))))
                    .as("%s", limitsOf(up))
                    .isTrue();
            assertThat(limitsOf(up)).contains("2 relabelling rules, 0 sampling rules");

            assertThat(Eventually.holds(PATIENCE, () -> {
                        pushOne(up, "before-shop");
                        return up.total(PprofFiles.TYPE, "shop") > 0;
                    }))
                    .as("relabelled")
                    .isTrue();
            long before = up.total(PprofFiles.TYPE, "before-shop");
            pushOne(up, "unwanted");
            pushOne(up, "before-last");
            assertThat(up.awaitTotal(PprofFiles.TYPE, "last", 7, PATIENCE)).isEqualTo(7);
            assertThat(up.total(PprofFiles.TYPE, "unwanted")).isZero();
            assertThat(up.total(PprofFiles.TYPE, "before-shop")).isEqualTo(before);
        }
    }

    private List<String> limitsOf(RunningUp up) throws Exception {
        List<String> arguments = List.of("limits", "--url", "http://127.0.0.1:" + up.httpPort());
        try (ForkedJvm command = ForkedJvm.start(
                Files.createTempFile(folder, "limits", ".output"), FlamestreamCommand.class, arguments)) {
            assertThat(command.awaitEnd(PATIENCE)).isZero();
            return command.lines();
        }
    }

    private void pushOne(RunningUp up, String service) throws Exception {
        Path file = PprofFiles.write(folder.resolve(service + ".pb"), 7);
        List<String> arguments = List.of(
                "push",
                "--kafka",
                up.kafka(),
                "--label",
                "service_name=" + service,
                "--name",
                "process_cpu",
                file.toString());
        try (ForkedJvm push =
                ForkedJvm.start(Files.createTempFile(folder, "push", ".output"), FlamestreamCommand.class, arguments)) {
            assertThat(push.awaitEnd(PATIENCE)).isZero();
        }
    }

    /** What a kill leaves when it falls between a block's first byte and its checkpoint. */
    private static Path leavePart(RunningUp up, int round) throws IOException {
        Path blocks = Files.createDirectories(up.data().resolve("blocks"));
        return Files.writeString(blocks.resolve(".block-" + round + ".parquet.inprogress.left"), "half");
    }

    /** As a person does it, with two files that are no profiles around the one that is. */
    private void pushesTheGoodOfThreeFiles(RunningUp up) throws Exception {
        Path text = Files.writeString(folder.resolve("text.pb"), "no profile");
        Path good = PprofFiles.write(folder.resolve("good.pb"), 7);
        List<String> arguments = List.of(
                "push",
                "--kafka",
                up.kafka(),
                "--label",
                "service_name=pushed",
                "--name",
                "process_cpu",
                text.toString(),
                good.toString(),
                folder.resolve("missing.pb").toString());
        try (ForkedJvm push = ForkedJvm.start(folder.resolve("push-output"), FlamestreamCommand.class, arguments)) {
            assertThat(push.awaitEnd(PATIENCE)).isEqualTo(1);
            assertThat(push.lines()).hasSize(3);
            assertThat(push.lines().get(0)).startsWith(text + ": ");
            assertThat(push.lines().get(1)).isEqualTo(folder.resolve("missing.pb") + ": no such file");
            assertThat(push.lines().get(2)).isEqualTo("published 1 of 3 to " + up.kafka());
        }
        assertThat(up.awaitTotal(PprofFiles.TYPE, "pushed", 7, PATIENCE)).isEqualTo(7);
    }

    private static boolean hasBlock(RunningUp up) throws IOException {
        try (Stream<Path> files = Files.walk(up.data().resolve("blocks"))) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        }
    }
}
