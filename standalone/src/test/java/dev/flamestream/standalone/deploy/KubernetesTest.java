package dev.flamestream.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.agent.config.AgentConfigReader;
import dev.flamestream.agent.config.Overrides;
import dev.flamestream.job.FlamestreamJob;
import dev.flamestream.job.JobConfig;
import dev.flamestream.query.QueryServiceConfig;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesTest {
    private static final String FOLDER = "docker/kubernetes/";

    @TempDir
    private Path folder;

    private final List<Tree> manifests = new ArrayList<>();

    KubernetesTest() {
        Tree list = ProjectFiles.yaml(FOLDER + "kustomization.yaml").get(0);
        list.get("resources").texts().forEach(file -> manifests.addAll(ProjectFiles.yaml(FOLDER + file)));
    }

    private Tree find(String kind, String name) {
        return manifests.stream()
                .filter(manifest -> manifest.get("kind").text().equals(kind)
                        && manifest.at("metadata", "name").text().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    private Tree container(String deployment) {
        return find("Deployment", deployment)
                .at("spec", "template", "spec")
                .get("containers")
                .list()
                .get(0);
    }

    @Test
    void eachManifestHasWhatAllHave() throws Exception {
        List<String> files = new ArrayList<>(ProjectFiles.yaml(FOLDER + "kustomization.yaml")
                .get(0)
                .get("resources")
                .texts());
        files.add("kustomization.yaml");
        try (var found = Files.list(ProjectFiles.path(FOLDER))) {
            assertThat(found.map(path -> path.getFileName().toString())).containsExactlyInAnyOrderElementsOf(files);
        }
        for (Tree manifest : manifests) {
            assertThat(manifest.map()).containsKeys("apiVersion", "kind", "metadata");
            assertThat(manifest.at("metadata", "name").text()).matches("flamestream[a-z-]*");
        }
        assertThat(manifests.stream().map(manifest -> manifest.get("kind").text()))
                .contains(
                        "FlinkDeployment",
                        "Deployment",
                        "Service",
                        "PodDisruptionBudget",
                        "NetworkPolicy",
                        "PrometheusRule")
                .doesNotContain("Secret");
    }

    @Test
    void eachPodIsBoundedAndNotRoot() {
        for (String name : List.of("flamestream-query-service", "flamestream-agent")) {
            Tree deployment = find("Deployment", name);
            Tree pod = deployment.at("spec", "template", "spec");
            assertThat(deployment.at("spec", "selector", "matchLabels").settings())
                    .isEqualTo(deployment
                            .at("spec", "template", "metadata", "labels")
                            .settings());
            // Services named after us would be variables that start like settings.
            assertThat(pod.get("enableServiceLinks").text()).isEqualTo("false");
            assertThat(pod.at("securityContext", "runAsNonRoot").text()).isEqualTo("true");
            assertThat(container(name).at("resources", "limits").map()).containsKey("memory");
        }
    }

    @Test
    void theJobAndTheQueryServiceFindEachOther() throws Exception {
        Tree spec = find("FlinkDeployment", "flamestream").get("spec");
        Properties properties = new Properties();
        properties.load(new StringReader(find("ConfigMap", "flamestream-query-service")
                .at("data", "query-service.properties")
                .text()));
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));

        QueryServiceConfig query = QueryServiceConfig.of(settings);
        JobConfig job = JobConfig.of(Compose.arguments(spec.at("job", "args").texts()));

        assertThat(spec.at("job", "entryClass").text()).isEqualTo(FlamestreamJob.class.getName());
        assertThat(spec.at("job", "jarURI").text()).isEqualTo("local:///opt/flink/usrlib/flamestream-job.jar");
        assertThat(query.blocks().root()).hasToString(job.blocksUri());
        assertThat(query.kafka().connection().bootstrapServers())
                .isEqualTo(Compose.arguments(spec.at("job", "args").texts()).get("kafka"));
        assertThat(query.live().jobName()).isEqualTo(JobConfig.JOB_NAME);
        // Flink's own service of this deployment.
        assertThat(query.live().restUrls())
                .extracting(Object::toString)
                .containsExactly("http://flamestream-rest:8081");
        Tree state = find("Service", "flamestream-state").get("spec");
        assertThat(query.live().proxies())
                .extracting(Object::toString)
                .containsExactly("flamestream-state:"
                        + state.get("ports").list().get(0).get("port").text());
        assertThat(state.get("selector").settings())
                .isEqualTo(Map.of("app", "flamestream", "component", "taskmanager"));
    }

    @Test
    void flinkKnowsEachOfItsProperties() {
        Map<String, String> properties = find("FlinkDeployment", "flamestream")
                .at("spec", "flinkConfiguration")
                .settings();

        FlinkKeys.assertKnown(properties);
        Compose compose = Compose.read();
        for (String same : List.of(
                "queryable-state.proxy.ports",
                "queryable-state.server.ports",
                "metrics.reporter.prometheus.port",
                "state.backend.type",
                "execution.checkpointing.dir")) {
            assertThat(properties.get(same))
                    .as(same)
                    .isEqualTo(compose.flinkProperties("jobmanager").get(same));
        }
        assertThat(properties.keySet()).noneMatch(key -> key.contains("secret"));
    }

    @Test
    void theAgentTakesItsFile() throws Exception {
        String yaml =
                find("ConfigMap", "flamestream-agent").at("data", "agent.yaml").text();
        Map<String, String> variables = new HashMap<>();
        container("flamestream-agent")
                .get("env")
                .list()
                .forEach(variable -> variables.put(variable.get("name").text(), "x"));

        boolean valid = AgentConfigReader.ofFile(
                        Files.writeString(folder.resolve("agent.yaml"), yaml), Overrides.of(variables, List.of()))
                .fold(config -> config.server().port() == 4041, faults -> {
                    throw new AssertionError(faults.toString());
                });

        assertThat(valid).isTrue();
    }

    @Test
    void probesAskThePortsThatListen() {
        Map<String, Integer> ports = Map.of("flamestream-query-service", 4040, "flamestream-agent", 4041);
        ports.forEach((name, port) -> {
            Tree container = container(name);
            Tree listening = container.get("ports").list().get(0);
            assertThat(listening.get("containerPort").number()).isEqualTo(port);
            for (Map.Entry<String, String> probe : Map.of("readinessProbe", "/ready", "livenessProbe", "/healthz")
                    .entrySet()) {
                assertThat(container.at(probe.getKey(), "httpGet").settings())
                        .isEqualTo(Map.of(
                                "path",
                                probe.getValue(),
                                "port",
                                listening.get("name").text()));
            }
            List<String> mounted = container.get("volumeMounts").list().stream()
                    .map(mount -> mount.get("name").text())
                    .toList();
            assertThat(find("Deployment", name).at("spec", "template", "spec").get("volumes").list().stream()
                            .map(volume -> volume.get("name").text()))
                    .containsExactlyInAnyOrderElementsOf(mounted);
        });
    }

    @Test
    void thePrometheusRulesAreThoseOfTheFile() {
        assertThat(find("PrometheusRule", "flamestream").at("spec", "groups").value())
                .isEqualTo(ProjectFiles.yaml("docker/prometheus/alerts.yaml")
                        .get(0)
                        .get("groups")
                        .value());
    }
}
