package dev.flamestream.cluster.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline();

    @Test
    void aFaultThatIsNotFeltTakesNoTime() {
        timeline.note("", 100, 110);

        assertThat(timeline.recoveryMillis(200)).isZero();
    }

    @Test
    void recoveryLastsUntilItIsWellForGood() {
        timeline.note("", 100, 110);
        timeline.note("partial", 210, 220);
        timeline.note("", 300, 310);
        timeline.note("partial", 400, 410);
        assertThat(timeline.recoveryMillis(200)).as("still unwell").isEqualTo(Long.MAX_VALUE);

        timeline.note("", 405, 420);
        assertThat(timeline.isWell(0, 0, 420))
                .as("asked before it was last unwell")
                .isFalse();
        timeline.note("", 450, 460);

        assertThat(timeline.recoveryMillis(200)).isEqualTo(260);
        assertThat(timeline.isWell(50, 0, 500)).isFalse();
        assertThat(timeline.isWell(50, 0, 510)).isTrue();
    }

    @Test
    void itIsNotWellBeforeAQuestionThatWasAskedLateEnough() {
        timeline.note("", 100, 110);
        assertThat(timeline.isWell(50, 200, 300)).isFalse();

        timeline.note("", 200, 290);
        assertThat(timeline.isWell(50, 200, 300)).isTrue();
    }
}
