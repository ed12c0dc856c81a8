package dev.flamestream.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.section.Section;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is asked for some tenants, by whichever method, tells of them and of nobody else. */
class TenantsApartTest {
    /** One is the beginning of another, one differs in case alone. */
    private static final List<String> TENANTS = List.of("alpha", "alphabet", "Alpha", "b.eta", "(gamma)");

    private static final int ROUNDS = 200;
    private static final long SEED = 20_261_128L;

    private static FaceFixture face;

    /** A question; no body where it is asked by GET. */
    private record Question(String path, String body) {}

    @BeforeAll
    static void start() {
        face = new FaceFixture(true, Optional.empty());
        for (int tenant = 0; tenant < TENANTS.size(); tenant++) {
            Labels labels = Labels.of("pod", mark(tenant), mark(tenant), "yes");
            face.source.sections.add(section(tenant, labels, Sections.CPU));
            face.source.sections.add(
                    section(tenant, labels, new ProfileType(mark(tenant), "cpu", "nanoseconds", "cpu", "nanoseconds")));
        }
    }

    private static Section section(int tenant, Labels labels, ProfileType type) {
        return Sections.section()
                .tenant(TENANTS.get(tenant))
                .service(mark(tenant))
                .type(type)
                .profile(labels, FaceFixture.NOW - 60_000, "main;" + mark(tenant) + " 10")
                .build();
    }

    @AfterAll
    static void stop() {
        face.close();
    }

    /** No mark is part of another. */
    private static String mark(int tenant) {
        return "of_number_" + tenant + "_";
    }

    @Test
    void noAnswerTellsOfAnotherTenant() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            List<Integer> asked = new ArrayList<>(List.of(0, 1, 2, 3, 4));
            Collections.shuffle(asked, random);
            List<Integer> others = asked.subList(1 + random.nextInt(2), asked.size());
            List<Integer> of = asked.subList(0, asked.size() - others.size());
            String header = String.join("|", of.stream().map(TENANTS::get).toList());
            Question question = questions().get(random.nextInt(questions().size()));

            HttpResponse<String> response = question.body.isEmpty()
                    ? face.send(face.request(question.path).header("X-Scope-OrgID", header))
                    : face.json(question.path, question.body, "X-Scope-OrgID", header);

            String what = "seed " + SEED + ", round " + round + ", " + question + " of " + header;
            assertThat(response.statusCode()).as(what + response.body()).isEqualTo(200);
            for (int tenant : of) {
                assertThat(response.body()).as(what).contains(mark(tenant));
            }
            for (int tenant : others) {
                assertThat(response.body()).as(what).doesNotContain(mark(tenant));
            }
        }
    }

    private static List<Question> questions() {
        String cpu = "\"profile_typeID\":\"" + FaceFixture.CPU + "\",\"label_selector\":\"{}\"";
        return List.of(
                new Question(FaceFixture.QUERIER + "ProfileTypes", FaceFixture.lastHour("")),
                new Question(FaceFixture.QUERIER + "LabelNames", FaceFixture.lastHour("")),
                new Question(FaceFixture.QUERIER + "LabelValues", FaceFixture.lastHour("\"name\":\"pod\"")),
                new Question(FaceFixture.QUERIER + "LabelValues", FaceFixture.lastHour("\"name\":\"service_name\"")),
                new Question(FaceFixture.QUERIER + "Series", FaceFixture.lastHour("")),
                new Question(FaceFixture.QUERIER + "SelectMergeStacktraces", FaceFixture.lastHour(cpu)),
                new Question(FaceFixture.QUERIER + "SelectMergeProfile", FaceFixture.lastHour(cpu)),
                new Question(
                        FaceFixture.QUERIER + "SelectSeries",
                        FaceFixture.lastHour(cpu + ",\"step\":15,\"group_by\":[\"pod\"]")),
                new Question(
                        "/pyroscope/render?from=now-1h&until=now&query="
                                + URLEncoder.encode(FaceFixture.CPU + "{}", StandardCharsets.UTF_8),
                        ""));
    }
}
