package dev.flamestream.schemas.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "15s,15000",
        "1m,60000",
        "1h30m,5400000",
        "500ms,500",
        "1d1ms,86400001",
        "1w,604800000",
        "90m,5400000"
    })
    void readsWhatPrometheusReads(String text, long millis) {
        assertThat(PrometheusDuration.parse(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "15", "s", "-1s", "1.5s", "1m1h", "1s1s", "15 s", "999999999y", "99999999999999999999s"})
    void refusesWhatPrometheusRefuses(String text) {
        assertThat(PrometheusDuration.parse(text)).isEmpty();
    }

    @Test
    void writesWhatItReads() {
        assertThat(PrometheusDuration.format(Duration.ofMillis(5_415_001))).isEqualTo("1h30m15s1ms");
        assertThat(PrometheusDuration.format(Duration.ZERO)).isEqualTo("0s");
    }
}
