package dev.flamestream.agent.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.agent.config.Credentials;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFetcherTest {
    private static final long LIMIT = 1 << 20;

    private final Permits answers = new Permits(64, Runnable::run);
    private final ProfileFetcher fetcher = new ProfileFetcher(answers);

    @AfterEach
    void close() {
        fetcher.close();
    }

    private static ScrapePoint point(String address, Duration timeout, Credentials credentials) {
        String url = "http://" + address + "/debug/pprof/allocs";
        return new ScrapePoint("a", url, Labels.EMPTY, Duration.ofSeconds(15), timeout, credentials, LIMIT);
    }

    private Scraped fetch(FakeTarget target) throws Exception {
        return fetch(target.address(), Duration.ofSeconds(10));
    }

    private Scraped fetch(String address, Duration timeout) throws Exception {
        Scraped scraped =
                fetcher.fetch(point(address, timeout, Credentials.NONE)).get(20, TimeUnit.SECONDS);
        assertThat(answers.taken()).isZero();
        return scraped;
    }

    private static byte[] profile(Scraped scraped) {
        return scraped.fold(pprof -> pprof, (failure, detail) -> {
            throw new AssertionError(failure + " " + detail);
        });
    }

    private static String failure(Scraped scraped) {
        return scraped.fold(pprof -> "a profile", (failure, detail) -> failure.label() + ": " + detail);
    }

    @Test
    void givesTheBytesAsTheyCameGzipOrPlain() throws Exception {
        byte[] gzip = FakeTarget.gzip(FakeTarget.pprof());
        try (FakeTarget plain = FakeTarget.answering(FakeTarget.pprof());
                FakeTarget packed = FakeTarget.answering(gzip)) {
            assertThat(profile(fetch(plain))).isEqualTo(FakeTarget.pprof());
            assertThat(profile(fetch(packed))).isEqualTo(gzip);
            assertThat(plain.asked()).containsExactly("/debug/pprof/allocs");
        }
    }

    @Test
    void leavesOneLayerOfGzipWhereTheTransferAddedAnother() throws Exception {
        byte[] gzip = FakeTarget.gzip(FakeTarget.pprof());
        BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();
        try (FakeTarget target = new FakeTarget(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            FakeTarget.send(exchange, 200, bodies.take());
        })) {
            bodies.add(gzip);
            assertThat(profile(fetch(target))).isEqualTo(gzip);
            bodies.add(FakeTarget.gzip(gzip));
            assertThat(profile(fetch(target))).isEqualTo(gzip);
            bodies.add(FakeTarget.gzip(FakeTarget.gzip(new byte[2 << 20])));
            assertThat(failure(fetch(target))).startsWith("not_pprof: expected a pprof file, found bytes 00 00");
        }
    }

    @Test
    void tellsWhatATargetAnsweredInsteadOfAProfile() throws Exception {
        try (FakeTarget broken =
                        new FakeTarget(exchange -> FakeTarget.send(exchange, 500, "boom\nbang".getBytes(UTF_8)));
                FakeTarget login = new FakeTarget(exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    FakeTarget.send(exchange, 200, "<!DOCTYPE html>\n<title>Log in</title>".getBytes(UTF_8));
                });
                FakeTarget moved = new FakeTarget(exchange -> {
                    exchange.getResponseHeaders().set("Location", "https://login/");
                    FakeTarget.send(exchange, 302, new byte[0]);
                });
                FakeTarget text = FakeTarget.answering("goroutine profile: total 7".getBytes(UTF_8));
                FakeTarget empty = FakeTarget.answering(new byte[0]);
                FakeTarget cut = FakeTarget.answering(new byte[] {0x1f, (byte) 0x8b, 8})) {
            assertThat(failure(fetch(broken))).isEqualTo("status: expected status 200, found 500: text \"boom bang\"");
            assertThat(failure(fetch(login)))
                    .isEqualTo("not_pprof: expected a pprof file, found text \"<!DOCTYPE html> <title>Log in</title>\","
                            + " content-type text/html");
            assertThat(failure(fetch(moved)))
                    .isEqualTo("status: expected status 200, found 302 to https://login/, which is not followed");
            assertThat(failure(fetch(text)))
                    .isEqualTo("not_pprof: expected a pprof file, found text \"goroutine profile: total 7\"");
            assertThat(failure(fetch(empty))).isEqualTo("not_pprof: expected a pprof file, found an empty body");
            assertThat(failure(fetch(cut))).startsWith("not_pprof: expected a pprof file, found broken gzip");
        }
    }

    @Test
    void refusesABodyOverTheLimitWithoutReadingOn() throws Exception {
        AtomicLong sent = new AtomicLong();
        long announced = LIMIT + 1;
        try (FakeTarget honest = FakeTarget.answering(new byte[(int) announced]);
                FakeTarget endless = new FakeTarget(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] chunk = FakeTarget.pprof();
                    for (long i = 0; i < 200_000_000 / chunk.length; i++) {
                        exchange.getResponseBody().write(chunk);
                        sent.addAndGet(chunk.length);
                    }
                })) {
            assertThat(failure(fetch(honest)))
                    .isEqualTo("too_large: expected at most 1048576 bytes, found 1048577 bytes");
            assertThat(failure(fetch(endless))).isEqualTo("too_large: expected at most 1048576 bytes, found more");
        }
        // What lies in socket buffers on the way counts as sent.
        assertThat(sent.get()).isLessThan(100_000_000);
    }

    @Test
    void endsAHangAndASlowBodyAtTheTimeout() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (FakeTarget hanging = new FakeTarget(exchange -> never.await());
                FakeTarget slow = new FakeTarget(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(FakeTarget.pprof());
                    exchange.getResponseBody().flush();
                    never.await();
                })) {
            long start = System.nanoTime();
            String expected = "timeout: expected a whole answer within 300ms, found none";

            assertThat(failure(fetch(hanging.address(), Duration.ofMillis(300))))
                    .isEqualTo(expected);
            assertThat(failure(fetch(slow.address(), Duration.ofMillis(300)))).isEqualTo(expected);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void tellsThatNobodyListensAndThatTheConnectionBroke() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        try (FakeTarget breaking = new FakeTarget(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(FakeTarget.pprof());
            exchange.getResponseBody().flush();
            throw new IOException("the target dies here");
        })) {
            assertThat(failure(fetch("127.0.0.1:" + nobody, Duration.ofSeconds(10))))
                    .startsWith("connection: ")
                    .contains("refused");
            assertThat(failure(fetch(breaking))).startsWith("connection: ");
        }
    }

    @Test
    void showsCredentialsAndReadsTheirFileAnewEachTime(@TempDir Path folder) throws Exception {
        AtomicReference<String> shown = new AtomicReference<>("");
        Path token = Files.writeString(folder.resolve("token"), "one\n");
        try (FakeTarget target = new FakeTarget(exchange -> {
            shown.set(exchange.getRequestHeaders().getFirst("Authorization"));
            FakeTarget.send(exchange, 200, FakeTarget.pprof());
        })) {
            Credentials bearer = new Credentials.Authorization("Bearer", new Credentials.InFile(token));
            ScrapePoint point = point(target.address(), Duration.ofSeconds(10), bearer);

            profile(fetcher.fetch(point).get(20, TimeUnit.SECONDS));
            assertThat(shown.get()).isEqualTo("Bearer one");
            Files.writeString(token, "two");
            profile(fetcher.fetch(point).get(20, TimeUnit.SECONDS));
            assertThat(shown.get()).isEqualTo("Bearer two");
            Files.delete(token);
            assertThat(failure(fetcher.fetch(point).get(20, TimeUnit.SECONDS)))
                    .startsWith("credentials: file of the secret");
            Credentials basic = new Credentials.Basic("user", new Credentials.Inline("pass"));
            profile(fetcher.fetch(point(target.address(), Duration.ofSeconds(10), basic))
                    .get(20, TimeUnit.SECONDS));
            assertThat(shown.get()).isEqualTo("Basic dXNlcjpwYXNz");
        }
    }
}
