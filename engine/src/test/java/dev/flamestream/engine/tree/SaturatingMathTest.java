package dev.flamestream.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SaturatingMathTest {
    private static final long MAX = Long.MAX_VALUE;
    private static final long MIN = Long.MIN_VALUE;

    @Test
    void sumsStopAtTheEndsOfTheRange() {
        assertThat(SaturatingMath.add(MAX - 1, 1)).isEqualTo(MAX);
        assertThat(SaturatingMath.add(MAX - 1, 2)).isEqualTo(MAX);
        assertThat(SaturatingMath.add(MIN + 1, -1)).isEqualTo(MIN);
        assertThat(SaturatingMath.add(MIN + 1, -2)).isEqualTo(MIN);
        assertThat(SaturatingMath.add(MAX - 1, MIN + 2)).isEqualTo(0);
    }

    @Test
    void aSumThatReachedAnEndStaysThere() {
        for (long added : new long[] {0, 1, -1, -MAX}) {
            assertThat(SaturatingMath.add(MAX, added)).isEqualTo(MAX);
            assertThat(SaturatingMath.add(added, MAX)).isEqualTo(MAX);
            assertThat(SaturatingMath.add(MIN, added)).isEqualTo(MIN);
            assertThat(SaturatingMath.add(added, MIN)).isEqualTo(MIN);
        }
        assertThat(SaturatingMath.add(MAX, MIN)).isEqualTo(MAX);
        assertThat(SaturatingMath.add(MIN, MAX)).isEqualTo(MIN);
    }

    @Test
    void onlyTheEndsAreSaturated() {
        assertThat(SaturatingMath.isSaturated(MAX)).isTrue();
        assertThat(SaturatingMath.isSaturated(MIN)).isTrue();
        for (long value : new long[] {0, -1, 1, MAX - 1, MIN + 1}) {
            assertThat(SaturatingMath.isSaturated(value)).as("%d", value).isFalse();
        }
    }

    @Test
    void agreesWithNumbersWithoutEnds() {
        Random random = new Random(29);
        for (int i = 0; i < 100_000; i++) {
            long a = random.nextLong() >> random.nextInt(64);
            long b = random.nextLong() >> random.nextInt(64);
            BigInteger sum = BigInteger.valueOf(a).add(BigInteger.valueOf(b));
            BigInteger product = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));

            assertThat(SaturatingMath.add(a, b))
                    .as("seed 29, %d + %d", a, b)
                    .isEqualTo(SaturatingMath.isSaturated(a) ? a : SaturatingMath.isSaturated(b) ? b : clamp(sum));
            assertThat(SaturatingMath.multiply(a, b))
                    .as("seed 29, %d * %d", a, b)
                    .isEqualTo(clamp(product));
        }
    }

    private static long clamp(BigInteger value) {
        return value.max(BigInteger.valueOf(MIN)).min(BigInteger.valueOf(MAX)).longValueExact();
    }
}
