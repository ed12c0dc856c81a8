package dev.flamestream.query.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderTimeTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-31T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "now, 2026-03-31T12:00:00Z",
        "now-1s, 2026-03-31T11:59:59Z",
        "now-5m, 2026-03-31T11:55:00Z",
        "now-5min, 2026-03-31T11:55:00Z",
        "now-1h, 2026-03-31T11:00:00Z",
        "now+2d, 2026-04-02T12:00:00Z",
        "now-1w, 2026-03-24T12:00:00Z",
        "now-1M, 2026-02-28T12:00:00Z",
        "now-1mon, 2026-02-28T12:00:00Z",
        "now-1y, 2025-03-31T12:00:00Z",
        "1700000000, 2023-11-14T22:13:20Z",
        "1700000000123, 2023-11-14T22:13:20.123Z",
        "1700000000123456, 2023-11-14T22:13:20.123Z",
        "1700000000123456789, 2023-11-14T22:13:20.123Z",
        "20260102, 2026-01-02T00:00:00Z",
        "60, 1970-01-01T00:01:00Z",
    })
    void readsEveryForm(String text, String expected) {
        assertThat(RenderTime.parse(text, CLOCK).map(Instant::ofEpochMilli)).hasValue(Instant.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "now-", "now-1", "now-1x", "yesterday", "-5", "1.5", "99999999999999999999", "now-999999999y"
            })
    void refusesWhatIsNone(String text) {
        assertThat(RenderTime.parse(text, CLOCK)).isEmpty();
    }
}
