package dev.flamestream.query.s3;

import dev.flamestream.query.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A real S3 server in a process of its own, which keeps its buckets in a folder. */
public final class S3Server implements AutoCloseable {
    private static final String ACCESS_KEY = "local-identity";
    private static final String SECRET_KEY = "local-credential";
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final int port;
    private final Path data;

    private S3Server(Process process, int port, Path data) {
        this.process = process;
        this.port = port;
        this.data = data;
    }

    public static S3Server start(Path folder) throws IOException, InterruptedException {
        return start(folder, "aws-v2-or-v4");
    }

    /** One that looks at no signature, so that something may stand before it. */
    public static S3Server startOpen(Path folder) throws IOException, InterruptedException {
        return start(folder, "none");
    }

    private static S3Server start(Path folder, String authorization) throws IOException, InterruptedException {
        Path jar = Path.of("target", "s3-server", "s3proxy.jar");
        int port = freePort();
        Path data = Files.createDirectories(folder.resolve("data"));
        Path configuration = folder.resolve("s3proxy.properties");
        Files.write(
                configuration,
                List.of(
                        "s3proxy.authorization=" + authorization,
                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                        "s3proxy.identity=" + ACCESS_KEY,
                        "s3proxy.credential=" + SECRET_KEY,
                        "jclouds.provider=filesystem-nio2",
                        "jclouds.filesystem.basedir=" + data));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        jar.toString(),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start();
        S3Server server = new S3Server(process, port, data);
        server.awaitPort(folder);
        return server;
    }

    /** Puts an object into a bucket, which is made where there is none: straight into the server's folder, since that is quick. */
    public void put(String bucket, String key, byte[] bytes) throws IOException {
        Path file = data.resolve(bucket).resolve(key);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, bytes);
    }

    /** Takes an object away. */
    public void remove(String bucket, String key) throws IOException {
        Files.delete(data.resolve(bucket).resolve(key));
    }

    /** The same with requests that go to another port. */
    public S3Settings settingsAt(int otherPort, Duration attemptTimeout, Duration callTimeout, int maxInFlight) {
        S3Settings own = settings();
        return new S3Settings(
                URI.create("http://127.0.0.1:" + otherPort),
                own.region(),
                own.pathStyle(),
                own.accessKey(),
                own.secretKey(),
                attemptTimeout,
                callTimeout,
                maxInFlight);
    }

    int port() {
        return port;
    }

    public S3Settings settings() {
        return new S3Settings(
                URI.create("http://127.0.0.1:" + port),
                "us-east-1",
                true,
                new Secret(ACCESS_KEY),
                new Secret(SECRET_KEY),
                S3Settings.DEFAULT_ATTEMPT_TIMEOUT,
                S3Settings.DEFAULT_CALL_TIMEOUT,
                8);
    }

    private void awaitPort(Path folder) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_NANOS;
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        close();
        throw new IOException("the S3 server does not listen:\n" + Files.readString(folder.resolve("s3proxy.log")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
