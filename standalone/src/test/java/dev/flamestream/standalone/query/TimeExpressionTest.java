package dev.flamestream.standalone.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeExpressionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T15:04:05Z");

    @ParameterizedTest
    @CsvSource({
        "now, PT0S",
        "now-0s, PT0S",
        "now-30s, PT-30S",
        "now-90m, PT-90M",
        "now-3h, PT-3H",
        "now-1d, PT-24H",
        "now-2w, PT-336H",
        "now+5s, PT5S"
    })
    void countsFromNowInEachUnit(String text, Duration distance) {
        assertThat(TimeExpression.parse(text, NOW)).isEqualTo(NOW.plus(distance));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T15:04:05Z", "2026-11-23T16:04:05+01:00", "1795446245", "1795446245000"})
    void readsOneMomentInEachForm(String text) {
        assertThat(TimeExpression.parse(text, Instant.EPOCH)).isEqualTo(NOW);
    }

    @Test
    void takesTwelveDigitsAsMillisecondsAndElevenAsSeconds() {
        assertThat(TimeExpression.parse("99999999999", NOW)).isEqualTo(Instant.ofEpochSecond(99_999_999_999L));
        assertThat(TimeExpression.parse("100000000000", NOW)).isEqualTo(Instant.ofEpochMilli(100_000_000_000L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "now-",
                "now-1",
                "now-1y",
                "now - 1h",
                "-1",
                "2026-11-23",
                "12345678901234567",
                "+999999999-12-31T23:59:59Z"
            })
    void tellsWhatItExpectedAndFound(String text) {
        assertThatThrownBy(() -> TimeExpression.parse(text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected now, now-1h")
                .hasMessageContaining("found '" + text + "'");
    }
}
