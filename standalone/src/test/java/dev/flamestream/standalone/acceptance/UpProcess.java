package dev.flamestream.standalone.acceptance;

import dev.flamestream.standalone.command.FlamestreamCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code flamestream up} in a process of its own, with the class path of this test and the flags of the launcher script.
 *
 * <p>What it writes goes to a file beside its data folder, which failures quote. Closing kills it if it still lives.
 */
final class UpProcess implements AutoCloseable {
    /** It promises to be gone within ten seconds. */
    static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

    /** Three times what a start takes on two busy cores. */
    static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private static final int MAX_QUOTED_CHARACTERS = 6_000;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final UpSettings settings;
    private final Process process;
    private final Path output;

    private UpProcess(UpSettings settings, Process process, Path output) {
        this.settings = settings;
        this.process = process;
        this.output = output;
    }

    /** Starts it and returns at once. */
    static UpProcess launch(UpSettings settings) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launcherMemoryFlags());
        command.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                Objects.requireNonNullElse(
                        System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path")),
                FlamestreamCommand.class.getName()));
        command.addAll(settings.arguments());
        Path output = settings.data().resolveSibling("up." + NUMBERS.incrementAndGet() + ".output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        Process process = builder.start();
        // Where the test's own process is told to end, this one must not stay behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new UpProcess(settings, process, output);
    }

    /** Starts it and waits until it says that it is ready. */
    static UpProcess start(UpSettings settings) throws Exception {
        UpProcess up = launch(settings);
        try {
            up.awaitReady();
            return up;
        } catch (Exception | AssertionError failure) {
            up.close();
            throw failure;
        }
    }

    /** What the launcher script gives to {@code up}, read from it so that the two cannot differ. */
    private static List<String> launcherMemoryFlags() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("flamestream"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no launcher script above the working directory");
        }
        String script = Files.readString(folder.resolve("flamestream"));
        Matcher memory = Pattern.compile(" standalone-up\\)\n(?: *#.*\n)*.*memory='([^']*)'")
                .matcher(script);
        if (!memory.find()) {
            throw new AssertionError(folder.resolve("flamestream") + ": expected memory='...' for up");
        }
        return List.of(memory.group(1).split(" "));
    }

    void awaitReady() throws Exception {
        awaitLine("ready: ");
    }

    /** Waits until it has written a line that begins so. */
    void awaitLine(String start) throws Exception {
        Await.until("line '" + start + "' of " + settings.arguments(), START_PATIENCE, this::quote, () -> {
            if (hasLine(start)) {
                return true;
            }
            if (!process.isAlive()) {
                throw new AssertionError(
                        "up ended with " + process.exitValue() + " before it wrote '" + start + "'\n" + quote());
            }
            return false;
        });
    }

    boolean hasLine(String start) {
        return output().lines().anyMatch(line -> line.startsWith(start));
    }

    UpSettings settings() {
        return settings;
    }

    /** All it has written. */
    String output() {
        try {
            return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The end of its output and of its newest log, for failure messages. */
    String quote() {
        StringBuilder quoted = new StringBuilder("output of up:\n").append(tail(output()));
        Path log = settings.data().resolve("logs").resolve("flamestream.log");
        if (Files.exists(log)) {
            try {
                quoted.append("\nfailures in ").append(log).append(":\n").append(failures(Files.readString(log)));
            } catch (IOException failure) {
                quoted.append('\n').append(failure);
            }
        }
        return quoted.toString();
    }

    /** Lines that tell of failures, the first and the last of them, each message once however often it came. */
    private static String failures(String log) {
        Set<String> seen = new HashSet<>();
        List<String> lines = log.lines()
                .filter(line -> line.contains(" ERROR ")
                        || line.contains(" WARN ")
                        || line.contains("Caused by")
                        || line.contains("to FAILED"))
                .filter(line -> seen.add(line.replaceAll("[0-9]+", "")))
                .toList();
        String text = String.join("\n", lines);
        return text.length() <= MAX_QUOTED_CHARACTERS
                ? text
                : text.substring(0, MAX_QUOTED_CHARACTERS) + "\n...\n" + tail(text);
    }

    private static String tail(String text) {
        return text.length() <= MAX_QUOTED_CHARACTERS
                ? text
                : "..." + text.substring(text.length() - MAX_QUOTED_CHARACTERS);
    }

    /** Ends it without a word, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits so long for it to end by itself; whether it did. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks it to end, as Ctrl-C does, and waits until it is gone. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still there " + STOP_PATIENCE + " after it was asked to end\n" + quote());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
