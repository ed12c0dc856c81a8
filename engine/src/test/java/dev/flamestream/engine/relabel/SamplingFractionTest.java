package dev.flamestream.engine.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much is kept, as exactly as chance lets one ask. */
class SamplingFractionTest {
    private static final int NUMBERS = 100_000;

    /** Of fair choices one in 16,000 counts lies farther out; the numbers are fixed, so a test passes always or never. */
    private static final int DEVIATIONS = 4;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 100})
    void keepsOneInSoManyOfConsecutiveNumbers(int oneIn) {
        assertShare(LongStream.range(0, NUMBERS), oneIn);
        assertShare(LongStream.range(-NUMBERS, 0), oneIn);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 100})
    void keepsOneInSoManyOfNumbersThatAreFarApart(int oneIn) {
        assertShare(LongStream.range(0, NUMBERS).map(number -> number * 100), oneIn);
        assertShare(LongStream.range(0, NUMBERS).map(number -> number << 40), oneIn);
        assertShare(new Random(7).longs(NUMBERS), oneIn);
    }

    private static void assertShare(LongStream numbers, int oneIn) {
        double share = 1.0 / oneIn;
        double deviation = Math.sqrt(NUMBERS * share * (1 - share));

        long kept =
                numbers.filter(number -> SamplingRules.isKept(number, oneIn)).count();

        assertThat((double) kept).as("one in " + oneIn).isCloseTo(NUMBERS * share, within(DEVIATIONS * deviation));
    }
}
