package dev.flamestream.engine.select;

import static dev.flamestream.engine.reference.Sections.CPU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.reference.RandomProfiles;
import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.schemas.record.Labels;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SeriesCatalogTest {
    private static final Section SECTION = Sections.section()
            .profile(Labels.of("pod", "1", "zone", "a"), 100, "main 1")
            .profile(Labels.of("pod", "2"), 200, "main 1")
            .build();

    private static SeriesCatalog catalog(TimeRange range, Section section, LabelMatcher... matchers) {
        Selection selection = new Selection(Sections.TENANT, Optional.empty(), List.of(matchers), range, List.of());
        return new SeriesCatalog(SectionSet.complete(List.of(section)), selection, QueryLimits.DEFAULT);
    }

    private static final TimeRange ALWAYS = new TimeRange(0, 1000);

    @Test
    void listsPrivateLabelsToo() throws Exception {
        assertThat(catalog(ALWAYS, SECTION).labelNames())
                .containsExactly(
                        "__name__",
                        "__period_type__",
                        "__period_unit__",
                        "__profile_type__",
                        "__service_name__",
                        "__type__",
                        "__unit__",
                        "pod",
                        "service_name",
                        "zone");
    }

    @Test
    void countsOnlyLabelsOfSelectedProfiles() throws Exception {
        TimeRange second = new TimeRange(150, 1000);

        assertThat(catalog(second, SECTION).labelNames()).doesNotContain("zone").contains("pod");
        assertThat(catalog(second, SECTION).labelValues("pod")).containsExactly("2");
        assertThat(catalog(second, SECTION).labelValues("zone")).isEmpty();
        assertThat(catalog(ALWAYS, SECTION, LabelMatcher.equal("zone", "a")).labelValues("pod"))
                .containsExactly("1");
        assertThat(catalog(new TimeRange(101, 200), SECTION).profileTypes()).isEmpty();
        assertThat(catalog(ALWAYS, SECTION).profileTypes()).containsExactly(CPU);
    }

    @Test
    void projectsSeriesAndDropsDuplicatesAndEmptySets() throws Exception {
        assertThat(catalog(ALWAYS, SECTION).series(List.of("zone"))).containsExactly(Labels.of("zone", "a"));
        assertThat(catalog(ALWAYS, SECTION).series(List.of("service_name", "__type__")))
                .containsExactly(Labels.of("service_name", "shop", "__type__", "cpu"));
        assertThat(catalog(ALWAYS, SECTION).series(List.of("pod", "zone")))
                .containsExactly(Labels.of("pod", "1", "zone", "a"), Labels.of("pod", "2"));
        assertThat(catalog(ALWAYS, SECTION).series(List.of())).hasSize(2).allMatch(labels -> labels.size() >= 9);
    }

    @Test
    void readsNoRowsWhereSummariesSuffice() throws Exception {
        Section unreadable = new Section() {
            @Override
            public SectionSummary summary() {
                return SECTION.summary();
            }

            @Override
            public PreOrderTree readTree(FrameDetail detail) {
                throw new AssertionError("tree read");
            }

            @Override
            public ProfileRows readProfiles(RowDetail detail) {
                throw new AssertionError("rows read");
            }
        };

        SeriesCatalog catalog = catalog(ALWAYS, unreadable);

        assertThat(catalog.labelNames()).hasSize(10);
        assertThat(catalog.labelValues("pod")).containsExactly("1", "2");
        assertThat(catalog.labelValues("__profile_type__")).containsExactly(CPU.id());
        assertThat(catalog.series(List.of("service_name", "__profile_type__"))).hasSize(1);
        assertThat(catalog.series(List.of("service_name", "pod"))).hasSize(2);
        assertThat(catalog.profileTypes()).hasSize(1);
    }

    @Test
    void namesADamagedSection() throws Exception {
        Section damaged = new Section() {
            @Override
            public SectionSummary summary() {
                return SECTION.summary();
            }

            @Override
            public PreOrderTree readTree(FrameDetail detail) throws java.io.IOException {
                throw SectionFault.corrupt(SECTION.summary(), "tree", "torn");
            }

            @Override
            public ProfileRows readProfiles(RowDetail detail) throws java.io.IOException {
                throw SectionFault.corrupt(SECTION.summary(), "profile rows", "torn");
            }
        };
        SeriesCatalog catalog = catalog(new TimeRange(0, 150), damaged);

        assertThat(catalog.labelNames()).isEmpty();
        assertThat(catalog.partial()).hasSize(1);
    }

    @Test
    void agreesWithTheNaiveDatabase() throws Exception {
        for (int seed = 0; seed < 1000; seed++) {
            RandomProfiles profiles = RandomProfiles.of(seed, false);
            Selection selection = profiles.selection();
            SeriesCatalog catalog =
                    new SeriesCatalog(SectionSet.complete(profiles.sections()), selection, QueryLimits.DEFAULT);
            Set<Labels> series = profiles.database().series(selection);

            String context = "seed " + seed + ": " + selection;
            assertThat(catalog.series(List.of())).as(context).containsExactlyInAnyOrderElementsOf(series);
            assertThat(catalog.profileTypes().stream().map(Object::toString).toList())
                    .as(context)
                    .containsExactlyElementsOf(profiles.database().profileTypes(selection));
            assertThat(catalog.labelNames())
                    .as(context)
                    .isEqualTo(series.stream()
                            .flatMap(labels -> labels.asMap().keySet().stream())
                            .collect(Collectors.toCollection(TreeSet::new)));
            for (String name : List.of("pod", "zone", "service_name", "__name__", "nowhere")) {
                assertThat(catalog.labelValues(name))
                        .as(context)
                        .isEqualTo(series.stream()
                                .flatMap(labels -> labels.get(name).stream())
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
            for (List<String> names : List.of(List.of("pod", "zone"), List.of("zone", "service_name"))) {
                assertThat(catalog.series(names))
                        .as(context)
                        .containsExactlyInAnyOrderElementsOf(series.stream()
                                .map(labels -> labels.only(names))
                                .filter(labels -> labels.size() > 0)
                                .collect(Collectors.toSet()))
                        .isSortedAccordingTo(SeriesLabels.ORDER);
            }
        }
    }
}
