package dev.flamestream.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What target/flamestream-agent-VERSION.tar.gz unpacks to, run as its users run it. */
class DistributionIT {
    private static final int PATIENCE_SECONDS = 30;

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

    private static Process start(Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(home.resolve("bin/flamestream-agent").toString()), Stream.of(arguments))
                        .toList());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Xmx128m -XX:TieredStopAtLevel=1");
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).start();
    }

    private static String run(Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(environment, arguments);
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + "\n" + output;
    }

    @Test
    void saysHowItIsUsed() throws Exception {
        assertThat(run(Map.of(), "--help")).startsWith("0\nusage: flamestream-agent --config FILE");
    }

    @Test
    void endsWithStatusTwoAndALineForWhatIsWrong() throws Exception {
        assertThat(run(Map.of(), "--config", "/nowhere.yaml"))
                .isEqualTo("2\n/nowhere.yaml:1: cannot be read: NoSuchFileException: /nowhere.yaml\n");
        assertThat(run(Map.of("LOG_FORMAT", "xml"), "--config", "/nowhere.yaml"))
                .isEqualTo("2\nflamestream-agent: LOG_FORMAT: expected text or json, found \"xml\"\n");
    }

    @Test
    void runsWithItsExampleUntilItIsToldToStop() throws Exception {
        Process agent = start(
                Map.of("LOG_FORMAT", "json", "FLAMESTREAM_AGENT_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"),
                "--config",
                home.resolve("conf/agent.yaml").toString(),
                "--server.http_listen_port=0",
                "--self_profiling.enabled=false");
        try (var lines = agent.inputReader(UTF_8)) {
            String first = lines.lines()
                    .filter(line -> line.contains("\"agent started\""))
                    .findFirst()
                    .orElse("it ended");

            assertThat(first).startsWith("{").contains("\"kvpList\"", "{\"jobCount\":\"1\"}");

            // Of the handle: that of the process would close the stream that is read here.
            agent.toHandle().destroy();
            assertThat(agent.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(lines.lines()).anyMatch(line -> line.contains("\"agent stopped\""));
        } finally {
            agent.destroyForcibly();
        }
    }

    @Test
    void holdsNothingThatATestBrought() throws Exception {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();

            assertThat(names).anyMatch(name -> name.startsWith("flamestream-agent-"));
            assertThat(names).noneMatch(name -> name.matches("(junit|assertj|jspecify-tests).*"));
        }
    }
}
