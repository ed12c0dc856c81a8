package dev.flamestream.standalone.up;

import dev.flamestream.standalone.flink.LoopbackPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real S3 server in a process of its own, with one bucket that it keeps in a folder: objects are files of the same name. */
final class S3Server implements AutoCloseable {
    static final String BUCKET = "profiles";

    private static final String ACCESS_KEY = "local-identity";
    private static final String SECRET_KEY = "local-credential";
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final Path folder;

    private S3Server(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    static S3Server start(Path folder) throws IOException, InterruptedException {
        int port = LoopbackPorts.choose().rest();
        Files.createDirectories(folder.resolve("data").resolve(BUCKET));
        Path configuration = Files.write(
                folder.resolve("s3proxy.properties"),
                List.of(
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                        "s3proxy.identity=" + ACCESS_KEY,
                        "s3proxy.credential=" + SECRET_KEY,
                        "jclouds.provider=filesystem-nio2",
                        "jclouds.filesystem.basedir=" + folder.resolve("data")));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        Path.of("target", "s3-server", "s3proxy.jar").toString(),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        S3Server server = new S3Server(process, port, folder);
        server.awaitPort();
        return server;
    }

    /** What a person sets to reach it. */
    Map<String, String> environment() {
        return Map.of(
                "AWS_ACCESS_KEY_ID",
                ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                SECRET_KEY,
                "AWS_REGION",
                "us-east-1",
                "AWS_ENDPOINT_URL",
                "http://127.0.0.1:" + port);
    }

    /** The bucket's objects whose key begins and ends so. */
    List<String> keys(String start, String end) throws IOException {
        Path bucket = folder.resolve("data").resolve(BUCKET);
        try (Stream<Path> files = Files.walk(bucket)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> bucket.relativize(file).toString())
                    .filter(key -> key.startsWith(start) && key.endsWith(end))
                    .toList();
        }
    }

    private void awaitPort() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        close();
        throw new IOException("the S3 server does not listen:\n" + Files.readString(folder.resolve("output")));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
