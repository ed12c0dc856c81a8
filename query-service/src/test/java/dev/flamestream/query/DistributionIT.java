package dev.flamestream.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What target/flamestream-query-service-VERSION.tar.gz unpacks to, run as its users run it. */
class DistributionIT {
    private static final int PATIENCE_SECONDS = 40;

    @TempDir
    static Path folder;

    private static Path home = Path.of("");

    @BeforeAll
    static void unpack() throws Exception {
        Path archive = Path.of(System.getProperty("flamestream.distribution", ""));
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(tar.exitValue()).isZero();
        home = folder.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
    }

    private static Process start(Map<String, String> environment, Path output, String... arguments) throws IOException {
        String program = home.resolve("bin/flamestream-query-service").toString();
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(program), Stream.of(arguments)).toList());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1");
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private static String run(Map<String, String> environment, String... arguments) throws Exception {
        Path output = Files.createTempFile(folder, "run", ".log");
        Process process = start(environment, output, arguments);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + "\n" + Files.readString(output, UTF_8);
    }

    @Test
    void saysHowItIsUsed() throws Exception {
        assertThat(run(Map.of(), "--help"))
                .startsWith("0\nusage: flamestream-query-service [FILE")
                .contains("FLAMESTREAM_FLINK_PROXIES");
    }

    @Test
    void endsWithStatusTwoAndALineForEachFault() throws Exception {
        assertThat(run(Map.of("FLAMESTREAM_HTTP_PORT", "x", "FLAMESTREAM_NONE", "1")))
                .startsWith("2\n")
                .contains("http.port: expected a whole number from 0 to 65535, found \"x\"")
                .containsIgnoringCase("none: no such key");
    }

    @Test
    void runsWithItsExampleUntilItIsToldToStop() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path output = folder.resolve("service.log");
        Process service = start(
                Map.of(
                        "FLAMESTREAM_HTTP_PORT", Integer.toString(port),
                        "FLAMESTREAM_BLOCKS_ROOT",
                                folder.resolve("data").toUri().toString(),
                        "FLAMESTREAM_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"),
                output,
                home.resolve("conf/query-service.properties").toString());
        try {
            awaitReady(URI.create("http://127.0.0.1:" + port + "/ready"), service, output);

            service.destroy();
            assertThat(service.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            service.destroyForcibly();
        }
    }

    private static void awaitReady(URI ready, Process service, Path output) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(2)).build();
        long deadline = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        while (true) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            if (System.nanoTime() > deadline || service.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not ready:\n" + Files.readString(output, UTF_8));
            }
        }
    }
}
