package dev.flamestream.engine.timeline;

import static dev.flamestream.engine.reference.Sections.CPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.reference.RandomProfiles;
import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.SeriesLabels;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.timeline.SeriesRequest.Aggregation;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimelinesTest {
    private static final Labels A = Labels.of("pod", "a");
    private static final Labels B = Labels.of("pod", "b");

    private static Selection at(String... callSite) {
        return new Selection(Sections.TENANT, Optional.of(CPU), List.of(), new TimeRange(0, 1), List.of(callSite));
    }

    private static String text(SeriesRequest request, Section... sections) throws Exception {
        Timelines timelines = Timelines.of(SectionSet.complete(List.of(sections)), at(), request, QueryLimits.DEFAULT);
        return text(timelines);
    }

    private static String text(Timelines timelines) {
        StringBuilder text = new StringBuilder();
        for (Timeline series : timelines.series()) {
            text.append(series.labels());
            for (int point = 0; point < series.count(); point++) {
                text.append(" " + series.timeMillis(point) + ":" + series.value(point));
            }
            text.append("\n");
        }
        return text.toString();
    }

    private static SeriesRequest request(long start, long end, long step, String... groupBy) {
        return new SeriesRequest(start, end, step, List.of(groupBy), Aggregation.SUM, 0);
    }

    @Test
    void saysThatASumIsPast64Bits() throws Exception {
        long max = Long.MAX_VALUE;

        assertThat(overflows(at(), "f " + (max - 1), "f -1", "f 1")).isFalse();
        assertThat(overflows(at(), "f " + (max - 1), "f 1"))
                .as("exactly the end of the range, which cannot be told from more")
                .isTrue();
        assertThat(overflows(at(), "f " + (max - 1), "f 5", "f -100")).isTrue();
        assertThat(overflows(at(), "f " + Long.MIN_VALUE)).isTrue();
        assertThat(overflows(at("f"), "f " + (max - 1), "f 5", "g 1")).isTrue();
        assertThat(overflows(at("g"), "f " + (max - 1), "f 5", "g 1")).isFalse();
    }

    private static boolean overflows(Selection selection, String... stacks) throws Exception {
        List<Section> sections = new ArrayList<>();
        for (String stack : stacks) {
            sections.add(Sections.section().profile(A, 91, stack).build());
        }
        for (Aggregation aggregation : Aggregation.values()) {
            SeriesRequest request = new SeriesRequest(100, 135, 10, List.of(), aggregation, 0);
            List<PartialReason> partial = Timelines.of(
                            SectionSet.complete(sections), selection, request, QueryLimits.DEFAULT)
                    .partial();
            if (partial.isEmpty()) {
                return false;
            }
            assertThat(partial).extracting(PartialReason::cause).containsExactly(PartialReason.Cause.SUM_OVERFLOW);
        }
        return true;
    }

    @Test
    void aPointHoldsTheStepBeforeItWithItsEndAndWithoutItsStart() throws Exception {
        Section section = Sections.section()
                .profile(A, 90, "f 1") // before (90, 100]
                .profile(A, 91, "f 2")
                .profile(A, 100, "f 4")
                .profile(A, 101, "f 8")
                .profile(A, 110, "f 16")
                .profile(A, 130, "f 32")
                .profile(A, 131, "f 64") // after the last point
                .build();

        assertThat(text(request(100, 135, 10), section)).isEqualTo("{} 100:6.0 110:24.0 130:32.0\n");
    }

    @Test
    void tellsWhatMustBeSearched() {
        assertThat(request(100, 135, 10).searchRange()).isEqualTo(new TimeRange(91, 131));
        assertThat(request(100, 100, 1).searchRange()).isEqualTo(new TimeRange(100, 101));
    }

    @Test
    void groupsByLabelsAndSortsByThem() throws Exception {
        Section section = Sections.section()
                .profile(B, 1, "f 1")
                .profile(A, 1, "f 2")
                .profile(Labels.EMPTY, 1, "f 4")
                .build();

        assertThat(text(request(5, 5, 5, "pod"), section)).isEqualTo("""
                {} 5:4.0
                {pod="a"} 5:2.0
                {pod="b"} 5:1.0
                """);
        assertThat(text(request(5, 5, 5, "__type__", "service_name"), section))
                .isEqualTo("{__type__=\"cpu\", service_name=\"shop\"} 5:7.0\n");
    }

    @Test
    void keepsTheSeriesOfTheLargestTotal() throws Exception {
        Section section = Sections.section()
                .profile(A, 1, "f 5")
                .profile(B, 1, "f 3")
                .profile(B, 7, "f 3")
                .profile(Labels.of("pod", "c"), 1, "f 6")
                .build();
        SeriesRequest top2 = new SeriesRequest(5, 10, 5, List.of("pod"), Aggregation.SUM, 2);

        // b and c tie, and both are before a; with one place, the first by labels has it.
        assertThat(text(top2, section)).isEqualTo("{pod=\"b\"} 5:3.0 10:3.0\n{pod=\"c\"} 5:6.0\n");
        assertThat(text(new SeriesRequest(5, 10, 5, List.of("pod"), Aggregation.SUM, 1), section))
                .startsWith("{pod=\"b\"}");
    }

    @Test
    void averagesTheProfilesOfAStep() throws Exception {
        Section section = Sections.section()
                .profile(A, 1, "f 5")
                .profile(A, 2, "f 2")
                .profile(A, 7, "f 4")
                .build();

        assertThat(text(new SeriesRequest(5, 10, 5, List.of(), Aggregation.AVERAGE, 0), section))
                .isEqualTo("{} 5:3.5 10:4.0\n");
    }

    @Test
    void hasAPointOfZeroWhereProfilesComeToZero() throws Exception {
        assertThat(text(
                        request(5, 5, 5),
                        Sections.section().profile(A, 1, "f 0").build()))
                .isEqualTo("{} 5:0.0\n");
    }

    @Test
    void countsOnlyStacksAtTheCallSite() throws Exception {
        Section section = Sections.section()
                .unit(2)
                .profile(A, 1, "f;g 4", "f 2", "h 8")
                .profile(A, 7, "h 16")
                .build();
        SectionSet set = SectionSet.complete(List.of(section));

        assertThat(text(Timelines.of(set, at("f"), request(5, 10, 5), QueryLimits.DEFAULT)))
                .isEqualTo("{} 5:6.0\n");
    }

    @Test
    void agreesWithTheNaiveDatabase() throws Exception {
        for (int seed = 0; seed < 1000; seed++) {
            RandomProfiles profiles = RandomProfiles.of(seed, true);
            Selection drawn = profiles.selection();
            Selection selection =
                    new Selection(drawn.tenant(), drawn.profileType(), drawn.matchers(), drawn.range(), List.of());
            Random random = new Random(seed);
            int start = random.nextInt(RandomProfiles.END_MILLIS);
            SeriesRequest request = new SeriesRequest(
                    start,
                    start + random.nextInt(600),
                    1 + random.nextInt(200),
                    random.nextBoolean() ? List.of() : List.of("pod", "__service_name__"),
                    Aggregation.SUM,
                    0);

            Timelines timelines =
                    Timelines.of(SectionSet.complete(profiles.sections()), selection, request, QueryLimits.DEFAULT);

            Map<Labels, SortedMap<Long, Long>> found = new HashMap<>();
            for (Timeline series : timelines.series()) {
                TreeMap<Long, Long> points = new TreeMap<>();
                for (int point = 0; point < series.count(); point++) {
                    points.put(series.timeMillis(point), (long) series.value(point));
                }
                found.put(series.labels(), points);
            }
            assertThat(found)
                    .as("seed %s: %s %s", seed, selection, request)
                    .isEqualTo(profiles.database().timeline(selection, request));
            assertThat(timelines.series()).extracting(Timeline::labels).isSortedAccordingTo(SeriesLabels.ORDER);
        }
    }

    @Test
    void refusesTooManyPointsAndSeries() {
        Section section =
                Sections.section().profile(A, 1, "f 1").profile(B, 2, "f 1").build();
        SectionSet set = SectionSet.complete(List.of(section));

        assertThatThrownBy(() -> Timelines.of(set, at(), request(1, 2, 1), new QueryLimits(1, 1, 1, 1, 1)))
                .hasMessageContaining("query limit maxPoints: expected at most 1, found 2");
        assertThatThrownBy(() -> Timelines.of(set, at(), request(1, 2, 1, "pod"), new QueryLimits(1, 1, 1, 1, 9)))
                .hasMessageContaining("query limit maxSeries: expected at most 1, found 2");
    }

    @Test
    void rendersGapsAsZerosFromASnappedStart() throws Exception {
        SeriesRequest request = RenderTimeline.request(20_000, 70_000, List.of(), Aggregation.SUM);
        Section section = Sections.section()
                .profile(A, 15_000, "f 1")
                .profile(A, 15_001, "f 2")
                .profile(A, 60_000, "f 4")
                .build();
        Timeline series = Timelines.of(SectionSet.complete(List.of(section)), at(), request, QueryLimits.DEFAULT)
                .series()
                .get(0);

        RenderTimeline timeline = RenderTimeline.of(request, series);

        assertThat(timeline.startSeconds()).isEqualTo(15);
        assertThat(timeline.stepSeconds()).isEqualTo(15);
        assertThat(timeline.samples()).containsExactly(1, 2, 0, 4);
        assertThat(RenderTimeline.empty(request).samples()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void rendersLongRangesInAbout1500Steps() {
        long day = 24 * 3600 * 1000L;

        assertThat(RenderTimeline.request(0, day, List.of(), Aggregation.SUM).stepMillis())
                .isEqualTo(58_000);
        assertThat(RenderTimeline.request(0, 3600_000, List.of(), Aggregation.SUM)
                        .stepMillis())
                .isEqualTo(15_000);
    }
}
