package dev.flamestream.engine.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
    @Test
    void theMeanIsTheRateWhateverTheSizes() {
        for (int size : new int[] {1, 100, 5_000}) {
            TokenBucket bucket = new TokenBucket(1_000, 0);
            long taken = 0;
            for (long millis = 0; millis < 600_000; millis++) {
                taken += bucket.take(size, 1_000, 1_000, millis) ? size : 0;
            }
            assertThat(taken).as("in pieces of " + size).isBetween(600_000L, 601_000L + size);
        }
    }

    @Test
    void oneThatIsNotAheadMayTakeAnyAmountAndThenWaits() {
        TokenBucket bucket = new TokenBucket(10, 0);

        assertThat(bucket.take(1_000, 100, 10, 0)).isTrue();
        assertThat(bucket.take(1, 100, 10, 9_899)).isFalse();
        assertThat(bucket.take(1, 100, 10, 9_910)).isTrue();
    }

    @Test
    void timeThatGoesBackIsNoTime() {
        TokenBucket bucket = new TokenBucket(10, 1_000);

        assertThat(bucket.take(10, 100, 10, 500)).isTrue();
        assertThat(bucket.take(1, 100, 10, 0)).isFalse();
        assertThat(bucket.take(1, 100, 10, 1_000)).isFalse();
        assertThat(bucket.take(1, 100, 10, 1_001)).isTrue();
    }
}
