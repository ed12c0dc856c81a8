package dev.flamestream.engine.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.flamestream.schemas.record.Labels;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplingRulesTest {
    @Test
    void theFirstRuleThatSelectsHolds() {
        SamplingRules rules = SamplingRules.of(List.of(
                SamplingRules.Rule.of("{service_name=\"shop\",zone=~\"eu.*\"}", 2),
                SamplingRules.Rule.of("{service_name=\"shop\"}", 5),
                SamplingRules.Rule.of("{}", 10)));

        assertThat(rules.oneIn(Labels.of("service_name", "shop", "zone", "eu-1")))
                .isEqualTo(2);
        assertThat(rules.oneIn(Labels.of("service_name", "shop"))).isEqualTo(5);
        assertThat(rules.oneIn(Labels.of("service_name", "cart"))).isEqualTo(10);
        assertThat(SamplingRules.NONE.oneIn(Labels.of("service_name", "cart"))).isEqualTo(1);
    }

    @Test
    void onePartIsKeptWhetherTheNumbersFollowEachOtherOrNot() {
        int numbers = 100_000;
        for (int oneIn : new int[] {1, 2, 10, 100}) {
            assertThat(LongStream.range(5, 5 + numbers)
                            .filter(number -> SamplingRules.isKept(number, oneIn))
                            .count())
                    .as("one in " + oneIn)
                    .isCloseTo(numbers / oneIn, within(numbers / 100L));
            assertThat(new Random(7)
                            .longs(numbers)
                            .filter(number -> SamplingRules.isKept(number, oneIn))
                            .count())
                    .as("one in " + oneIn)
                    .isCloseTo(numbers / oneIn, within(numbers / 100L));
        }
    }

    @Test
    void saysWhatIsWrongWithARule() {
        assertThatThrownBy(() -> SamplingRules.Rule.of("{a=", 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SamplingRules.Rule.of("{}", 0))
                .hasMessageContaining("expected one in 1 to 10000, found 0");
    }
}
