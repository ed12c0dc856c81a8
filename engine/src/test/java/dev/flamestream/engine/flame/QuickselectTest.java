package dev.flamestream.engine.flame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuickselectTest {
    @Test
    void findsWhatASortWouldFind() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            int range = 1 + random.nextInt(50);
            long[] values = random.longs(1 + random.nextInt(60))
                    .map(value -> range < 40 ? value % range : value)
                    .toArray();
            long[] sorted = values.clone();
            Arrays.sort(sorted);
            int n = 1 + random.nextInt(values.length);

            assertThat(Quickselect.largest(values, n)).as("seed %d", seed).isEqualTo(sorted[sorted.length - n]);
        }
    }
}
