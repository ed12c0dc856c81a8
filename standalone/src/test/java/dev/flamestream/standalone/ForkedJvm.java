package dev.flamestream.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A Java process of its own on this test's class path, so that it can be killed. Its output goes to a file. */
public final class ForkedJvm implements AutoCloseable {
    private final Process process;
    private final Path output;

    private ForkedJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts a main class. */
    public static ForkedJvm start(Path output, Class<?> main, List<String> arguments) throws IOException {
        return start(output, main, arguments, Map.of());
    }

    /** Starts a main class with variables beside those of this process. */
    public static ForkedJvm start(Path output, Class<?> main, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                Objects.requireNonNullElse(
                        System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        return new ForkedJvm(builder.start(), output);
    }

    /** Waits until a line with the given start is in the output as often as given. */
    public void awaitLine(String start, int times, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (lines().stream().filter(line -> line.startsWith(start)).count() < times) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new AssertionError("no line '" + start + "' (" + times + " times) after " + patience
                        + (process.isAlive() ? "" : ", process ended with " + process.exitValue()) + ":\n"
                        + String.join("\n", lines()));
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    /** The lines written so far. */
    public List<String> lines() {
        try {
            return Files.exists(output) ? Files.readAllLines(output) : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends it without a word, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, as Ctrl-C does, and waits; the exit status. */
    public int stop(Duration patience) throws InterruptedException {
        process.destroy();
        return awaitEnd(patience);
    }

    /** Waits until it ends; the exit status. */
    public int awaitEnd(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still there after " + patience + ":\n" + String.join("\n", lines()));
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
