package dev.flamestream.engine.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.select.LabelMatcher.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMatcherTest {
    @ParameterizedTest
    @CsvSource({
        "EQUAL, a, a, true",
        "EQUAL, a, b, false",
        "EQUAL, '', '', true",
        "NOT_EQUAL, a, '', true",
        "NOT_EQUAL, '', '', false",
        "MATCHES, f.*, foo, true",
        "MATCHES, f.*, xfoo, false",
        "MATCHES, o, foo, false",
        "MATCHES, a|b, b, true",
        "MATCHES, .*, '', true",
        "MATCHES, .+, '', false",
        "NOT_MATCHES, f.*, foo, false",
        "NOT_MATCHES, f.*, '', true",
    })
    void anchorsPatternsAndReadsAnAbsentLabelAsEmpty(Operator operator, String value, String label, boolean expected) {
        assertThat(new LabelMatcher("l", operator, value).matches(label)).isEqualTo(expected);
    }

    @Test
    void aDotMatchesALineBreak() {
        assertThat(new LabelMatcher("l", Operator.MATCHES, "a.b").matches("a\nb"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "[a",
                "a**",
                "(((((a{30}){30}){30}){30}){30}){30}",
                "(a{1000}){1000}",
                "((?:[a-z]{100}){100}){100}",
                "(\\Qab\\E{1000}){1000}"
            })
    void refusesPatternsThatDoNotCompileOrExplode(String pattern) {
        assertThat(LabelMatcher.fault(Operator.MATCHES, pattern)).isPresent();
        assertThat(LabelMatcher.fault(Operator.EQUAL, pattern)).isEmpty();
        assertThatThrownBy(() -> new LabelMatcher("l", Operator.MATCHES, pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("label l: expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                "a{,3}",
                "x{y}",
                "[]{100}]{10}",
                "\\{100\\}",
                "[[:alpha:]]{5}"
            })
    void acceptsOrdinaryRepetitions(String pattern) {
        assertThat(LabelMatcher.fault(Operator.MATCHES, pattern)).isEmpty();
    }

    @Test
    void boundsLengthAndNestingOnBothSides() {
        String longest = "a".repeat(LabelMatcher.MAX_PATTERN_LENGTH);
        String deepest = "(".repeat(PatternSize.MAX_NESTING) + ")".repeat(PatternSize.MAX_NESTING);

        assertThat(LabelMatcher.fault(Operator.MATCHES, longest)).isEmpty();
        assertThat(LabelMatcher.fault(Operator.MATCHES, longest + "a")).isPresent();
        assertThat(LabelMatcher.fault(Operator.MATCHES, deepest)).isEmpty();
        assertThat(LabelMatcher.fault(Operator.MATCHES, "(" + deepest + ")")).isPresent();
    }
}
