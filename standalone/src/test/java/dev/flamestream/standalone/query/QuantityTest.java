package dev.flamestream.standalone.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "NANOSECONDS, 0, 0 ns",
        "NANOSECONDS, 999, 999 ns",
        "NANOSECONDS, 1000, 1.00 µs",
        "NANOSECONDS, 1530000000, 1.53 s",
        "NANOSECONDS, 36000000000000, 36000 s",
        "NANOSECONDS, -1500, -1.50 µs",
        "BYTES, 1023, 1023 B",
        "BYTES, 1024, 1.00 KiB",
        "BYTES, 12582912, 12.0 MiB",
        "BYTES, 9223372036854775807, 8388608 TiB",
        "COUNT, 42, 42",
        "COUNT, 4200, 4.20k",
        "COUNT, 123456, 123k",
        "COUNT, -9223372036854775808, -9223372T"
    })
    void writesThreeDigitsThatMatter(Quantity quantity, long value, String text) {
        assertThat(quantity.format(value)).isEqualTo(text);
    }

    @Test
    void knowsPprofsUnitsAndCountsTheOthers() {
        assertThat(Quantity.ofUnit("nanoseconds")).isEqualTo(Quantity.NANOSECONDS);
        assertThat(Quantity.ofUnit("bytes")).isEqualTo(Quantity.BYTES);
        assertThat(Quantity.ofUnit("count")).isEqualTo(Quantity.COUNT);
        assertThat(Quantity.ofUnit("bananas")).isEqualTo(Quantity.COUNT);
    }
}
