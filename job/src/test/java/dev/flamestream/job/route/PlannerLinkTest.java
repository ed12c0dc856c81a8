package dev.flamestream.job.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlannerLinkTest {
    /** As Flink's manager of global aggregates does it: the interrupt becomes a failed call, and is forgotten. */
    @Test
    void closingEndsTheThreadThoughTheCallForgetsTheInterrupt() throws Exception {
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        CountDownLatch never = new CountDownLatch(1);
        PlanExchange exchange = report -> {
            caller.complete(Thread.currentThread());
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
            return new byte[0];
        };
        RouteSettings settings = new RouteSettings(4, 4, 1 << 20, Duration.ofMillis(10), Duration.ofMinutes(1));

        try (PlannerLink link = PlannerLink.open(exchange, settings, 1)) {
            assertThat(caller.get(10, TimeUnit.SECONDS).isAlive()).isTrue();
            assertThat(link.failures()).isZero();
        }

        caller.get().join(TimeUnit.SECONDS.toMillis(10));
        assertThat(caller.get().isAlive()).isFalse();
    }
}
