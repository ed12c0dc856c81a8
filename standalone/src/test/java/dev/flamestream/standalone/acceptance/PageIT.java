package dev.flamestream.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page, in a real browser, over a process that has nothing but its own profile. Skipped where there is no browser. */
class PageIT {
    /** Three of the process' own profiles are promised within half a minute. */
    private static final Duration PROFILE_PATIENCE = Duration.ofSeconds(60);

    /** The walk's own bound is a minute. */
    private static final Duration WALK_PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    void showsTheProcessItsOwnProfile() throws Exception {
        try (UpProcess up =
                UpProcess.start(UpSettings.in(folder, UpSettings.DEFAULT_WINDOW, UpSettings.DEFAULT_CHECKPOINT_INTERVAL)
                        .ofOneTenant())) {
            QuerierApi api = new QuerierApi(up.settings().http());
            Await.until(
                    "a profile of the service flamestream",
                    PROFILE_PATIENCE,
                    up::quote,
                    () -> !api.series(ownProfiles(), List.of(Labels.SERVICE_NAME))
                            .whole()
                            .getLabelsSetList()
                            .isEmpty());

            Path output = folder.resolve("page.output");
            int status = walk(up, output);

            String said = Files.readString(output);
            Assumptions.assumeFalse(said.startsWith("SKIPPED"), said);
            assertThat(status).as(said + "\n" + up.quote()).isZero();
        }
    }

    private static int walk(UpProcess up, Path output) throws IOException, InterruptedException {
        Path ui = userInterface();
        Path screenshot = Path.of("target", "page.png").toAbsolutePath();
        Files.createDirectories(Objects.requireNonNull(screenshot.getParent()));
        Process node;
        try {
            node = new ProcessBuilder(
                            "node",
                            "e2e/page.mjs",
                            up.settings().http().toString(),
                            "--screenshot",
                            screenshot.toString())
                    .directory(ui.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException failure) {
            Assumptions.abort("no node: " + failure.getMessage());
            throw failure;
        }
        try {
            if (!node.waitFor(WALK_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still walking after " + WALK_PATIENCE + "\n" + Files.readString(output));
            }
            return node.exitValue();
        } finally {
            node.descendants().forEach(ProcessHandle::destroyForcibly);
            node.destroyForcibly();
        }
    }

    private static Path userInterface() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("query-service/ui/e2e/page.mjs"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no query-service/ui above the working directory");
        }
        return folder.resolve("query-service/ui");
    }

    private static Selection ownProfiles() {
        long now = Instant.now().toEpochMilli();
        return new Selection(
                RecordFormat.DEFAULT_TENANT,
                Optional.empty(),
                List.of(LabelMatcher.equal(Labels.SERVICE_NAME, "flamestream")),
                new TimeRange(now - 3_600_000, now + 60_000),
                List.of());
    }
}
