package dev.flamestream.agent.scrape;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.RequestOptions;
import com.linecorp.armeria.client.ResponseTimeoutException;
import com.linecorp.armeria.client.ResponseTimeoutMode;
import com.linecorp.armeria.client.UnprocessedRequestException;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.SplitHttpResponse;
import dev.flamestream.schemas.yaml.PrometheusDuration;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Asks targets for profiles over HTTP/1.1.
 *
 * <p>Armeria's client rather than the JDK's: its timeout covers the answer to its last byte, a body that is not read holds
 * the sender back, and it can be closed; the JDK's of Java 17 has none of the three. Redirects are not followed: they lead
 * to login pages, and would carry credentials elsewhere. Thread-safe; close it.
 */
final class ProfileFetcher implements AutoCloseable {
    private static final String USER_AGENT = "flamestream-agent";

    /** Enough of an error's body to tell what it says. */
    private static final int ERROR_BODY_BYTES = 512;

    private final ClientFactory factory = ClientFactory.builder().build();
    private final WebClient client = WebClient.builder()
            .factory(factory)
            .maxResponseLength(0) // BoundedBody has the limit of each job.
            .responseTimeoutMode(ResponseTimeoutMode.FROM_START)
            .build();
    private final Permits answers;

    /** Reads as many answers at once as the permits allow; the others' senders wait. */
    ProfileFetcher(Permits answers) {
        this.answers = answers;
    }

    /** Asks one target; the future never fails. */
    CompletableFuture<Scraped> fetch(ScrapePoint point) {
        RequestHeaders headers;
        try {
            headers = headers(point);
        } catch (IOException e) {
            return CompletableFuture.completedFuture(
                    new Scraped.Failed(ScrapeFailure.CREDENTIALS, "file of the secret: " + e));
        }
        RequestOptions options =
                RequestOptions.builder().responseTimeout(point.timeout()).build();
        SplitHttpResponse response =
                client.execute(HttpRequest.of(headers), options).split();
        return response.headers()
                .thenCompose(answer -> read(point, answer, response))
                .exceptionally(error -> failure(point, error));
    }

    private static RequestHeaders headers(ScrapePoint point) throws IOException {
        URI url = URI.create(point.url());
        // h1c and h1: without a preface or an upgrade, which small servers answer with an error.
        String scheme = url.getScheme().equals("https") ? "h1" : "h1c";
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        RequestHeadersBuilder headers = RequestHeaders.builder(HttpMethod.GET, url.getRawPath() + query)
                .scheme(scheme)
                .authority(url.getRawAuthority())
                .add(HttpHeaderNames.USER_AGENT, USER_AGENT);
        point.credentials().header().ifPresent(value -> headers.add(HttpHeaderNames.AUTHORIZATION, value));
        return headers.build();
    }

    private CompletableFuture<Scraped> read(ScrapePoint point, ResponseHeaders answer, SplitHttpResponse response) {
        boolean isOk = answer.status().equals(HttpStatus.OK);
        if (isOk && answer.contentLength() > point.bodySizeLimitBytes()) {
            response.body().abort();
            return CompletableFuture.completedFuture(tooLarge(point, answer.contentLength() + " bytes"));
        }
        BoundedBody reader = new BoundedBody(isOk ? point.bodySizeLimitBytes() : ERROR_BODY_BYTES);
        Consumer<BoundedBody> subscribe = body -> response.body().subscribe(body);
        answers.acquire(() -> subscribe.accept(reader));
        return reader.body().whenComplete((body, error) -> answers.release()).thenApply(body -> {
            if (!isOk) {
                return new Scraped.Failed(ScrapeFailure.STATUS, status(answer, body.bytes()));
            }
            return body.isWhole() ? AnswerReader.read(answer, body.bytes(), point) : tooLarge(point, "more");
        });
    }

    private static String status(ResponseHeaders answer, byte[] body) {
        String location = answer.get(HttpHeaderNames.LOCATION, "");
        String target = location.isEmpty() ? "" : " to " + location + ", which is not followed";
        String said = body.length == 0 ? "" : ": " + PprofCheck.shown(body);
        return "expected status 200, found " + answer.status().codeAsText() + target + said;
    }

    static Scraped tooLarge(ScrapePoint point, String found) {
        return new Scraped.Failed(
                ScrapeFailure.TOO_LARGE, "expected at most " + point.bodySizeLimitBytes() + " bytes, found " + found);
    }

    private static Scraped failure(ScrapePoint point, Throwable thrown) {
        Throwable error =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (error instanceof UnprocessedRequestException && error.getCause() != null) {
            error = error.getCause();
        }
        if (error instanceof ResponseTimeoutException) {
            String text = "expected a whole answer within " + PrometheusDuration.format(point.timeout());
            return new Scraped.Failed(ScrapeFailure.TIMEOUT, text + ", found none");
        }
        String message = error.getMessage() == null ? "" : ": " + error.getMessage();
        return new Scraped.Failed(ScrapeFailure.CONNECTION, error.getClass().getSimpleName() + message);
    }

    @Override
    public void close() {
        factory.close();
    }
}
