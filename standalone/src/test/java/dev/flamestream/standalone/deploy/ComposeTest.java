package dev.flamestream.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.schemas.record.RecordFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ComposeTest {
    /** Those of the compose specification that we use; a key that is not among them is a slip of the pen. */
    private static final Set<String> SERVICE_KEYS = Set.of(
            "image",
            "build",
            "hostname",
            "command",
            "entrypoint",
            "environment",
            "ports",
            "volumes",
            "mem_limit",
            "restart",
            "stop_grace_period",
            "healthcheck",
            "depends_on");

    private static final Set<String> CONDITIONS =
            Set.of("service_started", "service_healthy", "service_completed_successfully");

    private final Compose compose = Compose.read();

    @Test
    void eachServiceIsWhatTheSpecificationAllows() {
        assertThat(compose.root().map()).containsOnlyKeys("name", "services", "volumes");
        compose.services().forEach((name, service) -> {
            assertThat(SERVICE_KEYS).as(name).containsAll(service.map().keySet());
            assertThat(service.get("image").text())
                    .as("%s: an image of one version", name)
                    .matches("[a-z0-9./-]+:[A-Za-z0-9._-]*[0-9][A-Za-z0-9._-]*");
            assertThat(service.has("mem_limit") || name.startsWith("create-") || name.equals("job"))
                    .as("%s: bounded memory", name)
                    .isTrue();
            service.listOf("ports")
                    .forEach(port -> assertThat(port.text())
                            .as("%s: bound to this machine", name)
                            .matches("127\\.0\\.0\\.1:\\d+:\\d+"));
        });
    }

    @Test
    void dependenciesAreServicesThatCanMeetTheCondition() {
        compose.services().forEach((name, service) -> {
            if (!service.has("depends_on")) {
                return;
            }
            service.get("depends_on").map().keySet().forEach(other -> {
                Tree wanted = service.at("depends_on", other);
                String condition = wanted.get("condition").text();
                assertThat(compose.services()).as(wanted.path()).containsKey(other);
                assertThat(CONDITIONS).as(wanted.path()).contains(condition);
                if (condition.equals("service_healthy")) {
                    assertThat(hasHealthcheck(compose.service(other)))
                            .as("%s: %s has a health check", wanted.path(), other)
                            .isTrue();
                }
                if (condition.equals("service_completed_successfully")) {
                    assertThat(compose.service(other).get("restart").text()).isEqualTo("on-failure");
                }
            });
        });
    }

    private static boolean hasHealthcheck(Tree service) {
        return service.has("healthcheck")
                || (service.has("build") && dockerfile(service).contains("\nHEALTHCHECK "));
    }

    private static String dockerfile(Tree service) {
        assertThat(service.at("build", "context").text()).isEqualTo("..");
        return ProjectFiles.text(service.at("build", "dockerfile").text());
    }

    @Test
    void mountedFilesExistAndVolumesAreDeclared() {
        Set<String> used = new TreeSet<>();
        compose.services()
                .forEach((name, service) -> service.listOf("volumes").forEach(volume -> {
                    String source = volume.text().split(":", 3)[0];
                    if (source.startsWith("./")) {
                        assertThat(ProjectFiles.path("docker").resolve(source).normalize())
                                .as(volume.path())
                                .exists();
                    } else {
                        used.add(source);
                    }
                }));

        assertThat(compose.root().get("volumes").map().keySet()).containsExactlyInAnyOrderElementsOf(used);
    }

    /** The assembly, the shading and the copying of libraries are in the poms; what they write is named from there. */
    @Test
    void imagesAreMadeOfWhatTheBuildWrites() {
        String version =
                match(ProjectFiles.text("pom.xml"), "<artifactId>flamestream</artifactId>\\s*<version>([^<]+)<");
        String flink = match(ProjectFiles.text("pom.xml"), "<flink.version>([^<]+)<");
        List<String> copied = new ArrayList<>();
        for (String part : List.of("agent", "query-service", "job")) {
            String text = ProjectFiles.text("docker/" + part + "/Dockerfile");
            String resolved = text.replace("${VERSION}", argument(text, "VERSION"))
                    .replace("${FLINK_VERSION}", argument(text, "FLINK_VERSION"));
            Matcher lines = Pattern.compile("^(?:COPY|ADD) (?:--\\S+ )*(\\S+) ", Pattern.MULTILINE)
                    .matcher(resolved);
            while (lines.find()) {
                copied.add(lines.group(1));
            }
            assertThat(text).as(part + " is not run as root").containsPattern("\nUSER (10001:10001|flink)\n");
            assertThat(text)
                    .contains("\nFROM " + (part.equals("job") ? "flink:" + flink + "-java17" : "eclipse-temurin:17"));
        }

        assertThat(copied)
                .containsExactlyInAnyOrder(
                        "agent/target/flamestream-agent-" + version + ".tar.gz",
                        "docker/probe",
                        "query-service/target/flamestream-query-service-" + version + ".tar.gz",
                        "docker/probe",
                        "standalone/target/lib/flink-queryable-state-runtime-" + flink + ".jar",
                        "standalone/target/lib/flink-s3-fs-native-" + flink + ".jar",
                        "job/target/flink/flamestream-job.jar",
                        "docker/job/submit");
        assertThat(ProjectFiles.text("job/pom.xml")).contains("${project.build.directory}/flink/flamestream-job.jar");
        assertThat(ProjectFiles.text("standalone/pom.xml"))
                .contains("flink-queryable-state-runtime", "flink-s3-fs-native", "${project.build.directory}/lib");
        for (String part : List.of("agent", "query-service")) {
            assertThat(ProjectFiles.text(part + "/pom.xml"))
                    .contains("maven-assembly-plugin", "<distribution.name>flamestream-" + part + "<");
            assertThat(ProjectFiles.text("docker/" + part + "/Dockerfile"))
                    .contains("/opt/flamestream/bin/flamestream-" + part);
        }
        compose.services().forEach((name, service) -> {
            if (service.has("build")) {
                assertThat(service.get("image").text()).matches("flamestream-[a-z-]+:" + Pattern.quote(version));
            }
        });
    }

    private static String argument(String dockerfile, String name) {
        Matcher matcher =
                Pattern.compile("^ARG " + name + "=(\\S+)$", Pattern.MULTILINE).matcher(dockerfile);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String match(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    @Test
    void prometheusAndNginxAndGrafanaAskServicesThatListenThere() {
        Map<String, Set<Integer>> listening = Map.of(
                "query-1", Set.of(4040),
                "query-2", Set.of(4040),
                "agent", Set.of(4041),
                "jobmanager", Set.of(9249, 8081),
                "taskmanager-1", Set.of(9249, 9069),
                "taskmanager-2", Set.of(9249, 9069),
                "minio", Set.of(9000),
                "nginx", Set.of(4040),
                "prometheus", Set.of(9090),
                "localhost", Set.of(9090));
        List<String> asked = new ArrayList<>();
        for (Tree job : ProjectFiles.yaml("docker/prometheus/prometheus.yaml")
                .get(0)
                .get("scrape_configs")
                .list()) {
            job.get("static_configs")
                    .list()
                    .forEach(group -> asked.addAll(group.get("targets").texts()));
        }
        String nginx = ProjectFiles.text("docker/nginx/default.conf");
        Matcher upstreams = Pattern.compile("\\bserver ([a-z0-9-]+:\\d+)").matcher(nginx);
        while (upstreams.find()) {
            asked.add(upstreams.group(1));
        }
        for (Tree source : ProjectFiles.yaml("docker/grafana/provisioning/datasources/flamestream.yaml")
                .get(0)
                .get("datasources")
                .list()) {
            asked.add(source.get("url").text().replace("http://", ""));
        }

        assertThat(asked).hasSize(12);
        for (String address : asked) {
            String host = address.substring(0, address.indexOf(':'));
            int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
            assertThat(listening.getOrDefault(host, Set.of())).as(address).contains(port);
            assertThat(host.equals("localhost") || compose.services().containsKey(host))
                    .as(address)
                    .isTrue();
        }
        assertThat(nginx).contains("listen 4040;");
        assertThat(compose.service("nginx").get("ports").texts()).containsExactly("127.0.0.1:4040:4040");
        assertThat(compose.flinkProperties("jobmanager"))
                .containsEntry("metrics.reporter.prometheus.port", "9249")
                .containsEntry("rest.port", "8081")
                .containsEntry("queryable-state.proxy.ports", "9069");
    }

    @Test
    void filesThatAreRunAreScripts() {
        for (String script : List.of("probe", "job/submit", "kafka/create-topics", "minio/create-bucket")) {
            Path path = ProjectFiles.path("docker").resolve(script);
            assertThat(Files.isExecutable(path)).as(script).isTrue();
            assertThat(path).content().startsWith("#!/bin/");
        }
        assertThat(compose.service("create-topics").get("entrypoint").texts())
                .containsExactly("/bin/sh", "/create-topics", "kafka:9092");
        assertThat(ProjectFiles.text("docker/kafka/create-topics"))
                .contains("--topic " + RecordFormat.TOPIC + " ", "--topic " + RecordFormat.REJECTED_TOPIC + " ");
    }
}
