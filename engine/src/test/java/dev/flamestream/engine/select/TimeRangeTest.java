package dev.flamestream.engine.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimeRangeTest {
    @Test
    void holdsItsStartAndNotItsEnd() {
        TimeRange range = new TimeRange(10, 20);

        assertThat(range.contains(9)).isFalse();
        assertThat(range.contains(10)).isTrue();
        assertThat(range.contains(19)).isTrue();
        assertThat(range.contains(20)).isFalse();
    }

    @Test
    void inclusiveHoldsItsLastMillisecond() {
        assertThat(TimeRange.inclusive(10, 10)).isEqualTo(new TimeRange(10, 11));
        assertThat(TimeRange.inclusive(0, Long.MAX_VALUE).contains(5)).isTrue();
    }

    @Test
    void comparesWithSpansWhoseEndsBothCount() {
        TimeRange range = new TimeRange(10, 20);

        assertThat(range.containsAll(10, 19)).isTrue();
        assertThat(range.containsAll(10, 20)).isFalse();
        assertThat(range.overlaps(0, 9)).isFalse();
        assertThat(range.overlaps(0, 10)).isTrue();
        assertThat(range.overlaps(19, 30)).isTrue();
        assertThat(range.overlaps(20, 30)).isFalse();
    }

    @Test
    void rejectsAnEmptyRange() {
        assertThatThrownBy(() -> new TimeRange(5, 5)).hasMessage("empty or reversed range: [5, 5)");
    }
}
