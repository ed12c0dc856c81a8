package dev.flamestream.engine.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.schemas.record.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesRunsTest {
    private static final Labels A = Labels.of(Map.of("pod", "a", "zone", "1"));
    private static final Labels B = Labels.of(Map.of("pod", "b"));

    @Test
    void runsSayWhoseEachRowIs() {
        SeriesRuns runs = runsOf(rows(List.of(A, B), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1));

        assertThat(runs.count()).isEqualTo(2);
        assertThat(runs.profileCount(0)).isEqualTo(9);
        assertThat(runs.profileCount(1)).isEqualTo(7);
        assertThat(runs.labels(0)).isEqualTo(A);
        assertThat(runs.labels(1)).isEqualTo(B);
        assertThat(runs).hasToString("[9 of " + A + ", 7 of " + B + "]");
    }

    @Test
    void seriesMayComeTwice() {
        SeriesRuns runs =
                runsOf(rows(List.of(A, B), 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0));

        assertThat(runs.count()).isEqualTo(3);
        assertThat(runs.labels(2)).isEqualTo(runs.labels(0));
    }

    @Test
    void shortRunsAreNotWorthIt() {
        assertThat(runsOf(rows(List.of(A, B), 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1)))
                .isSameAs(SeriesRuns.NONE);
        assertThat(runsOf(rows(List.of(A, B), 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1))
                        .count())
                .isZero();
    }

    /** A head's summary may name more: readers take one value for each name of the summary, whatever the series have. */
    @Test
    void namesAreTheSummarys() {
        ProfileRows rows = rows(List.of(B), new int[8]);
        SeriesRuns runs = SeriesRuns.of(rows, LabelSummary.of(List.of(A, B)));

        assertThat(runs.names()).containsExactly("pod", "zone");
        assertThat(runs.labels(0)).isEqualTo(B);
        assertThatThrownBy(() -> SeriesRuns.of(rows(List.of(A), new int[8]), LabelSummary.of(List.of(B))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zone");
    }

    private static SeriesRuns runsOf(ProfileRows rows) {
        return SeriesRuns.of(rows, LabelSummary.of(rows.series()));
    }

    private static ProfileRows rows(List<Labels> series, int... seriesIndex) {
        ProfileRows.Columns columns = new ProfileRows.Columns();
        columns.series = series;
        columns.seriesIndex = seriesIndex;
        columns.timeMillis = new long[seriesIndex.length];
        columns.durationNanos = new long[seriesIndex.length];
        columns.period = new long[seriesIndex.length];
        columns.total = new long[seriesIndex.length];
        return columns.build();
    }
}
