package dev.flamestream.query.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flink's REST API at any of its addresses; the one that answered last is asked first. Thread-safe. */
final class FlinkRestApi {
    private static final Logger log = LoggerFactory.getLogger(FlinkRestApi.class);

    /** A job manager answers in milliseconds, the first time and on a busy machine in a second or two. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** Thousands of jobs; more is no job manager of ours. */
    private static final int MAX_ANSWER_BYTES = 4 << 20;

    private final List<URI> urls;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ObjectMapper json = new ObjectMapper();
    private volatile int firstUrl;

    FlinkRestApi(List<URI> urls) {
        this.urls = List.copyOf(urls);
    }

    /**
     * The answer at a path. Throws an {@link HttpTimeoutException} that is no {@link HttpConnectTimeoutException} if some address
     * took the connection and did not answer in time, and any other {@link IOException} if none did.
     */
    JsonNode get(String path) throws IOException {
        IOException failure = new IOException("no address of Flink's REST API is known");
        boolean silent = false;
        for (int i = 0; i < urls.size(); i++) {
            int index = (firstUrl + i) % urls.size();
            try {
                JsonNode answer = get(urls.get(index), path);
                firstUrl = index;
                return answer;
            } catch (IOException e) {
                boolean isSilent = e instanceof HttpTimeoutException && !(e instanceof HttpConnectTimeoutException);
                failure = isSilent || !silent ? e : failure;
                silent |= isSilent;
                log.atDebug()
                        .addKeyValue("url", urls.get(index))
                        .addKeyValue("error", e.toString())
                        .log("job manager did not answer");
            }
        }
        throw failure;
    }

    private JsonNode get(URI restUrl, String path) throws IOException {
        String base = restUrl.toString();
        URI url = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
        HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> sent = http.sendAsync(
                request,
                HttpResponse.BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> {
                    if (body.size() + bytes.length > MAX_ANSWER_BYTES) {
                        throw new UncheckedIOException(
                                new IOException(url + ": expected at most " + MAX_ANSWER_BYTES + " bytes"));
                    }
                    body.writeBytes(bytes);
                })));
        try {
            // The request's own timeout ends with the answer's head.
            HttpResponse<Void> response = sent.get(TIMEOUT.toMillis() * 3 / 2, TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException(url + ": expected 200, found " + response.statusCode());
            }
            return json.readTree(body.toByteArray());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(url + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new HttpTimeoutException(url + ": the answer did not end in time");
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException(url + ": interrupted", e);
        }
    }
}
