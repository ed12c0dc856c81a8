package dev.flamestream.engine.select;

import static dev.flamestream.engine.reference.Sections.CPU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.select.LabelMatcher.Operator;
import dev.flamestream.engine.select.SectionFilter.Share;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SectionFilterTest {
    private static final SectionSummary SECTION = Sections.section()
            .profile(Labels.of("pod", "p1", "zone", "a"), 1000, "main 1")
            .profile(Labels.of("pod", "p2"), 2000, "main 1")
            .build()
            .summary();
    private static final TimeRange ALWAYS = new TimeRange(0, 10_000);

    private static Share share(TimeRange range, LabelMatcher... matchers) {
        return SectionFilter.share(Selection.of(Sections.TENANT, CPU, List.of(matchers), range), SECTION);
    }

    private static LabelMatcher matcher(String name, Operator operator, String value) {
        return new LabelMatcher(name, operator, value);
    }

    @Test
    void looksAtTime() {
        assertThat(share(ALWAYS)).isEqualTo(Share.ALL);
        assertThat(share(new TimeRange(1000, 2001))).isEqualTo(Share.ALL);
        assertThat(share(new TimeRange(1000, 2000))).isEqualTo(Share.SOME);
        assertThat(share(new TimeRange(2000, 2001))).isEqualTo(Share.SOME);
        assertThat(share(new TimeRange(2001, 3000))).isEqualTo(Share.NONE);
        assertThat(share(new TimeRange(0, 1000))).isEqualTo(Share.NONE);
    }

    @Test
    void looksAtLabelValues() {
        assertThat(share(ALWAYS, LabelMatcher.equal("pod", "p1"))).isEqualTo(Share.SOME);
        assertThat(share(ALWAYS, LabelMatcher.equal("pod", "p3"))).isEqualTo(Share.NONE);
        assertThat(share(ALWAYS, matcher("pod", Operator.MATCHES, "p."))).isEqualTo(Share.ALL);
        assertThat(share(ALWAYS, matcher("zone", Operator.NOT_EQUAL, "b"))).isEqualTo(Share.ALL);
        assertThat(share(ALWAYS, LabelMatcher.equal("zone", ""))).isEqualTo(Share.SOME);
        assertThat(share(ALWAYS, LabelMatcher.equal("nowhere", ""))).isEqualTo(Share.ALL);
        assertThat(share(ALWAYS, LabelMatcher.equal("nowhere", "x"))).isEqualTo(Share.NONE);
    }

    @Test
    void looksAtDerivedLabels() {
        assertThat(share(ALWAYS, LabelMatcher.equal("service_name", "shop"))).isEqualTo(Share.ALL);
        assertThat(share(ALWAYS, LabelMatcher.equal("__service_name__", "shop")))
                .isEqualTo(Share.ALL);
        assertThat(share(ALWAYS, LabelMatcher.equal("__profile_type__", CPU.id())))
                .isEqualTo(Share.ALL);
        assertThat(share(ALWAYS, LabelMatcher.equal("__type__", "alloc"))).isEqualTo(Share.NONE);
        assertThat(share(ALWAYS, LabelMatcher.equal("__name__", "process_cpu"))).isEqualTo(Share.ALL);
    }

    @Test
    void looksAtTenantAndType() {
        ProfileType other = new ProfileType("memory", "alloc", "bytes", "", "");

        assertThat(SectionFilter.share(Selection.of("else", CPU, List.of(), ALWAYS), SECTION))
                .isEqualTo(Share.NONE);
        assertThat(SectionFilter.share(Selection.of(Sections.TENANT, other, List.of(), ALWAYS), SECTION))
                .isEqualTo(Share.NONE);
        assertThat(SectionFilter.share(
                        new Selection(Sections.TENANT, Optional.empty(), List.of(), ALWAYS, List.of()), SECTION))
                .isEqualTo(Share.ALL);
    }

    @Test
    void doesNotDecideWhereValuesAreTooMany() {
        Sections section = Sections.section();
        for (int pod = 0; pod < 65; pod++) {
            section.profile(Labels.of("pod", "p" + pod), pod, "main 1");
        }

        Selection absent = Selection.of(Sections.TENANT, CPU, List.of(LabelMatcher.equal("pod", "no")), ALWAYS);
        assertThat(SectionFilter.share(absent, section.build().summary())).isEqualTo(Share.SOME);
    }
}
