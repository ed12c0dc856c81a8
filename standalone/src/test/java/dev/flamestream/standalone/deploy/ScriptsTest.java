package dev.flamestream.standalone.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of docker/, run with a stand-in for what the images bring. */
class ScriptsTest {
    @TempDir
    private Path folder;

    private String run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + "\n" + output;
    }

    /** A Flink command line that lists what it is told and prints the call that would submit. */
    private String submit(String listed, Map<String, String> more, String... arguments) throws Exception {
        Path flink = Files.writeString(
                folder.resolve("flink"), """
                #!/bin/sh
                if [ "$1" = list ]; then cat "%s"; else echo "$@"; fi
                """.formatted(Files.writeString(folder.resolve("listed"), listed)));
        assertThat(flink.toFile().setExecutable(true)).isTrue();
        Map<String, String> environment = new java.util.HashMap<>(more);
        environment.put("PATH", folder + ":" + System.getenv("PATH"));
        return run(
                environment,
                Stream.concat(Stream.of(ProjectFiles.path("docker/job/submit").toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @Test
    void theJobIsSubmittedOnce() throws Exception {
        String jar = "--class dev.flamestream.job.FlamestreamJob /opt/flink/usrlib/flamestream-job.jar --kafka k:1\n";
        assertThat(submit("No running jobs.\n", Map.of(), "--kafka", "k:1")).isEqualTo("0\nrun --detached " + jar);
        assertThat(submit("No running jobs.\n", Map.of("SAVEPOINT", "s3://b/sp 1"), "--kafka", "k:1"))
                .isEqualTo("0\nrun --detached --fromSavepoint s3://b/sp 1 " + jar);
        assertThat(submit("23.11.2026 : a5b0 : flamestream (RESTARTING)\n", Map.of(), "--kafka", "k:1"))
                .isEqualTo("0\nsubmit: the job is there\n");
    }

    @Test
    void theProbeTellsAPageThatAnswersFromOneThatDoesNot() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        answer(server, "/healthz", 200);
        answer(server, "/ready", 503);
        server.start();
        try {
            String port = Integer.toString(server.getAddress().getPort());
            String probe = ProjectFiles.path("docker/probe").toString();
            assertThat(run(Map.of(), probe, port, "/healthz")).isEqualTo("0\n");
            assertThat(run(Map.of(), probe, port, "/ready")).isEqualTo("1\n");
            assertThat(run(Map.of(), probe, "1", "/healthz")).startsWith("1\n");
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpServer server, String path, int status) throws IOException {
        var unused = server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    @Test
    void scriptsAreWellFormed() throws Exception {
        for (String script : List.of("docker/job/submit", "docker/kafka/create-topics", "docker/minio/create-bucket")) {
            assertThat(run(Map.of(), "sh", "-n", ProjectFiles.path(script).toString()))
                    .as(script)
                    .isEqualTo("0\n");
        }
    }
}
