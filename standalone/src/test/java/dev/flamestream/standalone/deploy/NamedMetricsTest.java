package dev.flamestream.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alert rules and dashboards name metrics that exist, with labels that these have; each alert has its runbook. */
class NamedMetricsTest {
    @TempDir
    static Path folder;

    private static KnownMetrics known = new KnownMetrics();

    @BeforeAll
    static void startTheParts() throws Exception {
        known = KnownMetrics.find(folder);
    }

    private static void assertExists(String where, String expression) {
        assertThat(PromQl.metrics(expression)).as(where).isNotEmpty();
        for (String metric : PromQl.metrics(expression)) {
            assertThat(known.labelsOf(metric)).as(where).isNotEmpty();
        }
        for (PromQl.Selected selected : PromQl.selected(expression)) {
            assertThat(known.labelsOf(selected.metric()))
                    .as("%s: labels of %s", where, selected.metric())
                    .contains(selected.label());
        }
    }

    @Test
    void alertsWatchMetricsThatExistAndHaveARunbook() {
        String page = ProjectFiles.text("docs/operations.md");
        List<String> names = new ArrayList<>();
        for (Tree group : ProjectFiles.yaml("docker/prometheus/alerts.yaml")
                .get(0)
                .get("groups")
                .list()) {
            for (Tree rule : group.get("rules").list()) {
                String name = rule.get("alert").text();
                names.add(name);
                assertExists(name, rule.get("expr").text());
                assertThat(rule.at("labels", "severity").text()).as(name).isIn("warning", "critical");
                assertThat(rule.at("annotations", "summary").text()).isNotBlank();
                assertThat(rule.at("annotations", "runbook").text())
                        .isEqualTo("docs/operations.md#" + name.toLowerCase(java.util.Locale.ROOT));
                assertThat(page).as("the runbook of " + name).contains("\n### " + name + "\n");
            }
        }

        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(15);
        assertThat(page.lines()
                        .filter(line -> line.startsWith("### Flamestream"))
                        .map(line -> line.substring(4)))
                .as("runbooks without an alert")
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void dashboardsShowMetricsThatExist() throws Exception {
        JsonNode dashboard =
                new ObjectMapper().readTree(ProjectFiles.text("docker/grafana/dashboards/flamestream.json"));
        int expressions = 0;
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                assertExists(panel.path("title").asText(), target.path("expr").asText());
                assertThat(target.at("/datasource/uid").asText()).isEqualTo("prometheus");
                expressions++;
            }
        }
        assertThat(expressions).isGreaterThan(20);
    }

    @Test
    void theFlameGraphAsksTheDataSourceThatIsProvisioned() throws Exception {
        List<Tree> sources = ProjectFiles.yaml("docker/grafana/provisioning/datasources/flamestream.yaml")
                .get(0)
                .get("datasources")
                .list();
        Map<String, String> typesByUid = new java.util.TreeMap<>();
        sources.forEach(source ->
                typesByUid.put(source.get("uid").text(), source.get("type").text()));
        JsonNode dashboard =
                new ObjectMapper().readTree(ProjectFiles.text("docker/grafana/dashboards/flamegraph.json"));
        TreeSet<String> panels = new TreeSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            panels.add(panel.path("type").asText());
            for (JsonNode target : panel.path("targets")) {
                assertThat(typesByUid)
                        .containsEntry(
                                target.at("/datasource/uid").asText(),
                                target.at("/datasource/type").asText());
                assertThat(target.path("labelSelector").asText()).isEqualTo("{service_name=\"$service\"}");
            }
        }

        assertThat(typesByUid).containsEntry("flamestream", "grafana-pyroscope-datasource");
        assertThat(panels).contains("flamegraph", "timeseries");
    }

    @Test
    void probesAskPagesThatExist() {
        for (String page : List.of("agent/ready", "agent/healthz", "query-service/healthz", "query-service/metrics")) {
            assertThat(known.statusOf(page)).as(page).isEqualTo(200);
        }
        // Ready once the store has answered, which may take a moment.
        assertThat(known.statusOf("query-service/ready")).isIn(200, 503);
        assertThat(ProjectFiles.text("docker/agent/Dockerfile")).contains("[\"probe\", \"4041\", \"/healthz\"]");
        assertThat(ProjectFiles.text("docker/query-service/Dockerfile"))
                .contains("[\"probe\", \"4040\", \"/healthz\"]");
    }
}
