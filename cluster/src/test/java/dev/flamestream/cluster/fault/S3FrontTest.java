package dev.flamestream.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3FrontTest {
    private HttpServer store = newStore();
    private int port;

    private static HttpServer newStore() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        store.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        store.start();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void close() {
        store.stop(0);
    }

    private HttpResponse<String> put(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/key"))
                .timeout(Duration.ofSeconds(10))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void countsRequestsByMethodHoweverLongTheyAre() throws Exception {
        try (S3Front front = S3Front.start(port, store.getAddress().getPort())) {
            put("");
            put("x".repeat(1_000_000));
            put("short");

            assertThat(front.requests()).containsOnly(Map.entry("PUT", 3L));
        }
    }

    @Test
    void passesBytesOnAndAnswers503WhileItFails() throws Exception {
        try (S3Front front = S3Front.start(port, store.getAddress().getPort())) {
            assertThat(put("x".repeat(200_000)).body()).hasSize(200_000);

            front.fail(true);
            assertThat(put("a").statusCode()).isEqualTo(503);

            front.fail(false);
            assertThat(put("b").body()).isEqualTo("b");
        }
    }

    @Test
    void aSlowStoreTakesAtLeastItsDelay() throws Exception {
        try (S3Front front = S3Front.start(port, store.getAddress().getPort())) {
            front.slow(Duration.ofMillis(300));

            long begin = System.nanoTime();
            assertThat(put("c").body()).isEqualTo("c");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }
}
