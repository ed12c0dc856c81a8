package dev.flamestream.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.standalone.flink.LoopbackPorts;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryCommandTest {
    /** Two series that differ only in a label nobody looks for, and one of another service. */
    private static final String SERIES = """
            {"labelsSet": [
              {"labels": [{"name": "__profile_type__", "value": "cpu"}, {"name": "__shard__", "value": "1"},
                          {"name": "service_name", "value": "shop"}]},
              {"labels": [{"name": "__profile_type__", "value": "cpu"}, {"name": "__shard__", "value": "2"},
                          {"name": "service_name", "value": "shop"}]},
              {"labels": [{"name": "service_name", "value": "cart"}]}]}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"flamegraph", "top", "series", "labels", "profile-types"})
    void saysInOneLineThatNobodyAnswers(String verb) throws IOException {
        String url = "http://127.0.0.1:" + LoopbackPorts.choose().rest();

        Called called = Called.with("query", verb, "--url", url);

        assertThat(called.status()).isEqualTo(1);
        assertThat(called.err()).containsExactly("flamestream: " + url + "/: no query service answers there");
        assertThat(called.out()).isEmpty();
    }

    @Test
    void passesTheServicesOwnReasonOn() throws IOException {
        try (CannedQuerier querier = CannedQuerier.answering(400, "{\"code\": \"x\", \"message\": \"bad selector\"}")) {
            Called called = Called.with("query", "labels", "--url", querier.url());

            assertThat(called.status()).isEqualTo(1);
            assertThat(called.err()).containsExactly("flamestream: " + querier.url() + "/: bad selector");
        }
    }

    @Test
    void saysSoWhereTheAnswerIsNoQueryServices() throws IOException {
        try (CannedQuerier page = CannedQuerier.answering(200, "<html>");
                CannedQuerier broken = CannedQuerier.answering(502, "<html>")) {
            assertThat(Called.with("query", "labels", "--url", page.url()).err())
                    .containsExactly(
                            "flamestream: " + page.url() + "/: expected JSON from LabelNames, found 6 other bytes");
            assertThat(Called.with("query", "labels", "--url", broken.url()).err())
                    .containsExactly("flamestream: " + broken.url() + "/: HTTP status 502");
        }
    }

    @Test
    void seriesHideLabelsOfOurOwnButTheProfileType() throws IOException {
        try (CannedQuerier querier = CannedQuerier.answering(200, SERIES)) {
            assertThat(Called.with("query", "series", "--url", querier.url()).out())
                    .containsExactly("{__profile_type__=\"cpu\", service_name=\"shop\"}", "{service_name=\"cart\"}");
        }
    }

    @Test
    void seriesShowThemWhereTheyAreAskedFor() throws IOException {
        try (CannedQuerier querier = CannedQuerier.answering(200, SERIES)) {
            Called all = Called.with("query", "series", "--url", querier.url(), "--all");
            Called named = Called.with("query", "series", "--url", querier.url(), "--label-name", "__shard__");
            Called json = Called.with("query", "series", "--url", querier.url(), "--json");

            assertThat(all.out())
                    .containsExactly(
                            "{__profile_type__=\"cpu\", __shard__=\"1\", service_name=\"shop\"}",
                            "{__profile_type__=\"cpu\", __shard__=\"2\", service_name=\"shop\"}",
                            "{service_name=\"cart\"}");
            assertThat(named.out()).hasSize(3);
            assertThat(String.join("\n", json.out())).contains("__shard__");
        }
    }

    @Test
    void seriesSayInTheirHelpWhatTheyHide() {
        assertThat(String.join(" ", Called.with("query", "series", "--help").out()))
                .contains("--all", "__profile_type__", "--json");
    }
}
