package dev.flamestream.engine.select;

import static dev.flamestream.engine.reference.Sections.CPU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.section.Section;
import dev.flamestream.schemas.record.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampledSectionsTest {
    private static final Section PLAIN =
            Sections.section().profile(Labels.of("pod", "p1"), 1000, "main 1").build();
    private static final Section SAMPLED = Sections.section()
            .profile(Labels.of("pod", "p1"), 1000, "main 1")
            .profile(Labels.of("pod", "p2", Labels.SAMPLED, "4"), 1000, "main 4")
            .profile(Labels.of("pod", "p3", Labels.SAMPLED, "10"), 2000, "main 10")
            .build();

    @Test
    void theLargestWeightCounts() {
        assertThat(oneIn(new TimeRange(0, 10_000))).isEqualTo(10);
    }

    @Test
    void whatIsNotSelectedCountsNothing() {
        assertThat(oneIn(new TimeRange(5_000, 10_000))).isEqualTo(1);
        assertThat(oneIn(new TimeRange(0, 10_000), LabelMatcher.equal(Labels.SAMPLED, "")))
                .isEqualTo(1);
        assertThat(oneIn(new TimeRange(0, 10_000), LabelMatcher.equal(Labels.SAMPLED, "4")))
                .isEqualTo(4);
        assertThat(SampledSections.oneIn(SectionSet.complete(List.of(PLAIN)), selection(new TimeRange(0, 10_000))))
                .isEqualTo(1);
    }

    private static int oneIn(TimeRange range, LabelMatcher... matchers) {
        return SampledSections.oneIn(SectionSet.complete(List.of(PLAIN, SAMPLED)), selection(range, matchers));
    }

    private static Selection selection(TimeRange range, LabelMatcher... matchers) {
        return Selection.of(Sections.TENANT, CPU, List.of(matchers), range);
    }
}
