package dev.flamestream.engine.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.schemas.record.Labels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CumulativeTypesTest {
    private static final String[] HEAP = {
        "alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes"
    };

    private final DeltaSubject subject = new DeltaSubject();

    @AfterEach
    void close() {
        subject.close();
    }

    @Test
    void goHeapsCountAllocationsFromTheStartAndHoldGaugesBesideThem() {
        assertThat(types(Labels.EMPTY, 0, HEAP)).containsExactly(0, 1);
    }

    @Test
    void allocationsWithoutGaugesBesideThemAreNoGoHeap() {
        assertThat(types(Labels.EMPTY, 0, "alloc_objects/count", "alloc_space/bytes"))
                .isEmpty();
    }

    @Test
    void contentionsAndTheirDelayCountFromTheStart() {
        assertThat(types(Labels.EMPTY, 0, "contentions/count", "delay/nanoseconds"))
                .containsExactly(0, 1);
        assertThat(types(Labels.EMPTY, 0, "delay/nanoseconds")).isEmpty();
    }

    @Test
    void cpuTimeAndGaugesDoNot() {
        assertThat(types(Labels.EMPTY, 0, "samples/count", "cpu/nanoseconds")).isEmpty();
        assertThat(types(Labels.EMPTY, 0, "inuse_objects/count", "inuse_space/bytes"))
                .isEmpty();
        assertThat(types(Labels.EMPTY, 0, "goroutine/count")).isEmpty();
    }

    @Test
    void aProfileThatGivesADurationCoversThatSpanAlone() {
        assertThat(types(Labels.EMPTY, 10_000_000_000L, HEAP)).isEmpty();
    }

    @Test
    void theLabelHasTheLastWord() {
        assertThat(types(Labels.of(Labels.DELTA, "false"), 0, HEAP)).isEmpty();
        assertThat(types(Labels.of(Labels.DELTA, "true"), 10, HEAP)).containsExactly(0, 1);
        assertThat(types(Labels.of(Labels.DELTA, "true"), 0, "faults/count")).containsExactly(0);
        assertThat(types(Labels.of(Labels.DELTA, "maybe"), 0, HEAP)).containsExactly(0, 1);
    }

    private int[] types(Labels labels, long durationNanos, String... types) {
        PprofFile file = PprofFile.of(types);
        file.builder().setDurationNanos(durationNanos);
        return CumulativeTypes.of(subject.decode(file.gzip()), labels);
    }
}
