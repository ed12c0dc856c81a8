package dev.flamestream.benchmarks.whole;

import dev.flamestream.standalone.command.FlamestreamCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code flamestream up} with one slot, as a process of its own: the memory settings of the launcher script, which are read
 * from it, and the class path of this process, which holds all that the launcher gives and the benchmarks beside it. All else
 * is as a user has it who says nothing, profiling itself included.
 *
 * <p>Not thread-safe. Close it: the process ends with that, and the data folder is its owner's to delete.
 */
public final class UpServer implements AutoCloseable {
    /** Several times what a start takes on two busy cores. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    /** It promises to be gone within ten seconds. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

    private static final int QUOTED_CHARACTERS = 2_000;

    private final Process process;
    private final Path output;
    private final int kafkaPort;
    private final int httpPort;

    private UpServer(Process process, Path output, int kafkaPort, int httpPort) {
        this.process = process;
        this.output = output;
        this.kafkaPort = kafkaPort;
        this.httpPort = httpPort;
    }

    /** Starts it on a new folder below the given one and waits until it says that it is ready. */
    static UpServer start(Path folder) throws IOException, InterruptedException {
        return start(folder, List.of());
    }

    /** The same with further options of up. Its data lies in {@code data} below the folder. */
    public static UpServer start(Path folder, List<String> options) throws IOException, InterruptedException {
        int httpPort;
        int kafkaPort;
        try (ServerSocket http = freePort();
                ServerSocket kafka = freePort()) {
            httpPort = http.getLocalPort();
            kafkaPort = kafka.getLocalPort();
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launcherFlags());
        command.addAll(List.of("-cp", classPath(), FlamestreamCommand.class.getName(), "up", "--slots", "1"));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        command.addAll(List.of("--http-port", Integer.toString(httpPort)));
        command.addAll(List.of("--kafka-port", Integer.toString(kafkaPort)));
        command.addAll(options);
        Path output = folder.resolve("up.output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        UpServer server = new UpServer(builder.start(), output, kafkaPort, httpPort);
        // Where this process is told to end, that one must not stay behind.
        Runtime.getRuntime().addShutdownHook(new Thread(server.process::destroyForcibly));
        try {
            server.awaitReady();
            return server;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    private static ServerSocket freePort() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }

    /** Surefire hides the class path in a jar's manifest and leaves it in a property. */
    private static String classPath() {
        return Objects.requireNonNullElse(
                System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"));
    }

    private static List<String> launcherFlags() throws IOException {
        Path at = Path.of(System.getProperty("flamestream.root", "")).toAbsolutePath();
        while (!Files.isRegularFile(at.resolve("flamestream"))) {
            at = Objects.requireNonNull(at.getParent(), "no launcher script here or above");
        }
        Path script = at.resolve("flamestream");
        Matcher memory = Pattern.compile(" standalone-up\\)\n(?: *#.*\n)*.*memory='([^']*)'")
                .matcher(Files.readString(script));
        if (!memory.find()) {
            throw new IOException(script + ": expected memory='...' for up");
        }
        List<String> flags = new ArrayList<>(List.of(memory.group(1).split(" ")));
        flags.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED"));
        // For looking into a run: a recording, or other flags beside the launcher's.
        String more = System.getProperty("flamestream.bench.up.flags", "");
        flags.addAll(more.isEmpty() ? List.of() : List.of(more.split(" ")));
        return flags;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (Files.readString(output).lines().noneMatch(line -> line.startsWith("ready: "))) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw failure("it ended with " + process.exitValue() + " before it was ready");
            }
            if (System.nanoTime() > deadline) {
                throw failure("it was not ready within " + START_PATIENCE.toSeconds() + " s");
            }
        }
    }

    /** For Kafka's clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    /** Where queries go. */
    public URI queryService() {
        return URI.create("http://127.0.0.1:" + httpPort + "/");
    }

    /** Memory of the process that is not swapped out, as the system tells. */
    public long residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        Matcher resident = Pattern.compile("VmRSS:\\s*(\\d+) kB").matcher(Files.readString(status));
        if (!resident.find()) {
            throw failure("the system does not tell its memory");
        }
        return Long.parseLong(resident.group(1)) << 10;
    }

    /** CPU time of the whole process since it began, in user and kernel mode; counted by the system in steps of 10 ms. */
    Duration cpuTime() throws IOException {
        if (!process.isAlive()) {
            throw failure("it ended with " + process.exitValue() + " while it was measured");
        }
        return process.info().totalCpuDuration().orElseThrow(() -> failure("the system does not tell its CPU time"));
    }

    private IOException failure(String what) {
        String said;
        try {
            said = Files.readString(output);
        } catch (IOException e) {
            said = "nothing that can be read: " + e.getMessage();
        }
        return new IOException("up: " + what + "; it said: "
                + said.substring(Math.max(0, said.length() - QUOTED_CHARACTERS)).strip());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interruption) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
