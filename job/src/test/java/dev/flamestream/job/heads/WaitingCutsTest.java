package dev.flamestream.job.heads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.head.HeadKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingCutsTest {
    private static final HeadKey FIRST = new HeadKey("acme", 1, 42, 0);
    private static final HeadKey SECOND = new HeadKey("acme", 2, 43, 0);
    private static final HeadKey NEXT_DAY =
            new HeadKey("acme", 1, 42, Duration.ofDays(1).toMillis());
    private static final HeadKey OTHER = new HeadKey("other", 1, 42, 0);

    private final WaitingCuts waiting = new WaitingCuts(5_000);

    @Test
    void collectsForAWhileWhatMayShareABlock() {
        waiting.add(FIRST, 1_000);
        waiting.add(NEXT_DAY, 2_000);
        waiting.add(SECOND, 3_000);

        assertThat(waiting.next(5_999)).isEmpty();
        assertThat(waiting.next(6_000)).containsExactly(FIRST, SECOND);
        assertThat(waiting.count()).isEqualTo(3);
    }

    @Test
    void tenantsTakeTurns() {
        waiting.add(FIRST, 0);
        waiting.add(SECOND, 0);
        waiting.add(OTHER, 1);

        waiting.taken(List.of(FIRST));
        assertThat(waiting.next(5_001)).containsExactly(OTHER);
        waiting.taken(List.of(OTHER));
        assertThat(waiting.next(5_000)).as("it has waited once already").containsExactly(SECOND);
        waiting.taken(List.of(SECOND));
        assertThat(waiting.isEmpty()).isTrue();
    }

    @Test
    void oneThatHasNotWaitedHoldsNoOtherUp() {
        waiting.add(OTHER, 0);
        waiting.taken(List.of(OTHER));
        waiting.add(FIRST, 4_000);
        waiting.add(OTHER, 3_000);

        assertThat(waiting.next(8_000)).containsExactly(OTHER);
    }

    @Test
    void oneHeadWaitsOnce() {
        waiting.add(FIRST, 0);
        waiting.add(FIRST, 1);

        assertThat(waiting.next(5_000)).containsExactly(FIRST);
        waiting.taken(List.of(FIRST));
        assertThat(waiting.isEmpty()).isTrue();
    }
}
