package dev.flamestream.agent.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.agent.Eventually;
import dev.flamestream.agent.config.Credentials;
import dev.flamestream.agent.config.ScrapeLimits;
import dev.flamestream.schemas.record.Labels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScrapePoolTest {
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final CountingListener heard = new CountingListener();

    private static final class CountingListener implements ScrapeListener {
        private final AtomicInteger scraped = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger skipped = new AtomicInteger();

        @Override
        public void scraped(ScrapePoint point, Instant time, Duration duration, byte[] pprof) {
            scraped.incrementAndGet();
        }

        @Override
        public void failed(ScrapePoint point, Duration duration, ScrapeFailure failure) {
            failed.incrementAndGet();
        }

        @Override
        public void skipped(ScrapePoint point) {
            skipped.incrementAndGet();
        }
    }

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    private ScrapePool pool(ScrapeLimits limits) {
        return new ScrapePool(limits, scheduler, heard, Clock.systemUTC());
    }

    private static ScrapePoint point(String address, String path, Duration timeout) {
        return new ScrapePoint(
                "a",
                "http://" + address + path,
                Labels.of("path", path),
                Duration.ofMillis(100),
                timeout,
                Credentials.NONE,
                1 << 20);
    }

    @Test
    void asksEachIntervalAndTellsHowTheTargetDoes() {
        AtomicBoolean broken = new AtomicBoolean();
        try (FakeTarget target = new FakeTarget(exchange -> FakeTarget.send(
                        exchange, broken.get() ? 503 : 200, broken.get() ? new byte[0] : FakeTarget.pprof()));
                ScrapePool pool = pool(ScrapeLimits.DEFAULT)) {
            ScrapePoint point = point(target.address(), "/x", Duration.ofSeconds(5));
            pool.replace("a", List.of(point));
            assertThat(pool.statuses().get(0).health()).isEqualTo(Health.UNKNOWN);

            Eventually.holds("three scrapes", () -> heard.scraped.get() >= 3);
            PointStatus up = pool.statuses().get(0);
            broken.set(true);
            Eventually.holds("down", () -> pool.statuses().get(0).health() == Health.DOWN);
            PointStatus down = pool.statuses().get(0);
            broken.set(false);
            Eventually.holds("up again", () -> pool.count(Health.UP) == 1);

            assertThat(up.health()).isEqualTo(Health.UP);
            assertThat(up.lastError()).isEmpty();
            assertThat(up.nextScrape()).isAfter(up.lastScrape());
            assertThat(down.lastError()).isEqualTo("expected status 200, found 503");
        }
    }

    @Test
    void neverAsksTwiceAtOnceAndSkipsWhatIsDueMeanwhile() {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (FakeTarget target = new FakeTarget(exchange -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    gate.await();
                    atOnce.decrementAndGet();
                    FakeTarget.send(exchange, 200, FakeTarget.pprof());
                });
                ScrapePool pool = pool(ScrapeLimits.DEFAULT)) {
            pool.replace("a", List.of(point(target.address(), "/x", Duration.ofSeconds(10))));
            Eventually.holds("two skipped", () -> heard.skipped.get() >= 2);
            assertThat(target.asked()).hasSize(1);
            gate.countDown();
            Eventually.holds("goes on", () -> heard.scraped.get() >= 2);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void opensNoMoreRequestsThanItsBoundAndServesAllInTurn() {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (FakeTarget target = new FakeTarget(exchange -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(1_000_000);
                    atOnce.decrementAndGet();
                    FakeTarget.send(exchange, 200, FakeTarget.pprof());
                });
                ScrapePool pool = pool(new ScrapeLimits(2, 1))) {
            List<ScrapePoint> points = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                points.add(point(target.address(), "/" + i, Duration.ofSeconds(10)));
            }
            pool.replace("a", points);
            Eventually.holds("every point is up", () -> pool.count(Health.UP) == 30);
        }
        assertThat(most.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void keepsWhatStaysStartsWhatIsNewAndStopsWhatIsGone() {
        try (FakeTarget target = FakeTarget.answering(FakeTarget.pprof());
                ScrapePool pool = pool(ScrapeLimits.DEFAULT)) {
            ScrapePoint stays = point(target.address(), "/stays", Duration.ofSeconds(5));
            ScrapePoint goes = point(target.address(), "/goes", Duration.ofSeconds(5));
            ScrapePoint comes = point(target.address(), "/comes", Duration.ofSeconds(5));
            pool.replace("a", List.of(stays, goes));
            Eventually.holds("both up", () -> pool.count(Health.UP) == 2);

            pool.replace("a", List.of(stays, comes));

            assertThat(pool.statuses()).extracting(PointStatus::point).containsExactly(stays, comes);
            assertThat(pool.statuses().get(0).health()).isEqualTo(Health.UP);
            Eventually.holds("the new one is up", () -> pool.count(Health.UP) == 2);
            Eventually.holds("all requests are done", () -> pool.openCount() == 0);
            long asked = target.asked().stream().filter("/goes"::equals).count();
            int before = heard.scraped.get();
            Eventually.holds("many more scrapes", () -> heard.scraped.get() >= before + 6);
            assertThat(target.asked().stream().filter("/goes"::equals).count()).isBetween(asked, asked + 1);
        }
    }
}
