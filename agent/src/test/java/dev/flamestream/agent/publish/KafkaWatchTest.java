package dev.flamestream.agent.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KafkaWatchTest {
    private static final long QUIET = KafkaWatch.QUIET.toNanos();

    @Test
    void isAwayFromTheFirstTroubleUntilAnAcknowledgementAfterAQuietTime() {
        KafkaWatch watch = new KafkaWatch("kafka:9092");
        long start = Duration.ofHours(1).toNanos();

        watch.acknowledged(start);
        assertThat(watch.isAway()).isFalse();
        watch.lost("no broker", start);
        assertThat(watch.isAway()).isTrue();
        watch.lost("no broker", start + QUIET);
        watch.acknowledged(start + 2 * QUIET - 1);
        assertThat(watch.isAway()).isTrue();
        watch.acknowledged(start + 2 * QUIET);
        assertThat(watch.isAway()).isFalse();
    }
}
