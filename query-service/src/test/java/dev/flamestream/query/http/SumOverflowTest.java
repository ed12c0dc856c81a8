package dev.flamestream.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.section.Section;
import dev.flamestream.schemas.record.Labels;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A sum that is past 64 bits is marked in whichever form it is asked for, and one that just fits is not. */
class SumOverflowTest {
    private static FaceFixture face;

    @BeforeAll
    static void start() {
        face = FaceFixture.start();
        face.source.sections.add(section("past", "main;a " + (Long.MAX_VALUE - 1), "main;b 2"));
        face.source.sections.add(section("fits", "main;a " + (Long.MAX_VALUE - 1)));
        face.source.sections.add(section("fits", "main;b 1"));
    }

    @AfterAll
    static void stop() {
        face.close();
    }

    private static Section section(String tenant, String... stacks) {
        Sections section = Sections.section().tenant(tenant);
        for (String stack : stacks) {
            section.profile(Labels.EMPTY, FaceFixture.NOW - 60_000, stack);
        }
        return section.build();
    }

    @Test
    void everyFormOfATreeSaysSo() throws Exception {
        for (String format : List.of("FLAMEGRAPH", "TREE", "PPROF")) {
            String fields = "\"format\":\"PROFILE_FORMAT_" + format + "\"";

            assertThat(reasons(ask("past", "SelectMergeStacktraces", fields)))
                    .as(format)
                    .containsExactly("sum_overflow");
            assertThat(reasons(ask("fits", "SelectMergeStacktraces", fields)))
                    .as(format)
                    .isEmpty();
        }
        assertThat(reasons(ask("past", "SelectMergeProfile", ""))).containsExactly("sum_overflow");
        assertThat(reasons(ask("fits", "SelectMergeProfile", ""))).isEmpty();
    }

    @Test
    void aTotalOfExactlyTheEndOfTheRangeIsExact() throws Exception {
        assertThat(ask("fits", "SelectMergeStacktraces", "").body()).contains("\"total\":\"" + Long.MAX_VALUE + "\"");
    }

    @Test
    void timelinesSaySo() throws Exception {
        assertThat(reasons(ask("past", "SelectSeries", "\"step\":60"))).containsExactly("sum_overflow");
        assertThat(reasons(ask("fits", "SelectSeries", "\"step\":60")))
                .as("a point of exactly the end of the range cannot be told from one past it")
                .containsExactly("sum_overflow");
    }

    @Test
    void theOlderFaceSaysSoOnceForGraphAndTimeline() throws Exception {
        HttpResponse<String> response = face.send(face.request("/pyroscope/render?from=" + (FaceFixture.NOW - 3_600_000)
                        + "&until=" + FaceFixture.NOW + "&query=" + FaceFixture.CPU + "%7B%7D")
                .header("X-Scope-OrgID", "past"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(reasons(response)).containsExactly("sum_overflow");
    }

    @Test
    void theMetricCountsSuchAnswers() throws Exception {
        double before = count();

        ask("past", "SelectMergeProfile", "");

        assertThat(count()).isEqualTo(before + 1);
    }

    private static double count() {
        return face.registry
                .counter("query.partial.answers", "reason", "sum_overflow")
                .count();
    }

    private static List<String> reasons(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.headers().allValues("x-flamestream-partial");
    }

    private static HttpResponse<String> ask(String tenant, String method, String fields) throws Exception {
        String selection = "\"profile_typeID\":\"" + FaceFixture.CPU + "\",\"label_selector\":\"{}\"";
        return face.json(
                FaceFixture.QUERIER + method,
                FaceFixture.lastHour(fields.isEmpty() ? selection : selection + "," + fields),
                "X-Scope-OrgID",
                tenant);
    }
}
