package dev.flamestream.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.agent.config.AgentConfig;
import dev.flamestream.agent.config.AgentConfigReader;
import dev.flamestream.agent.config.Overrides;
import dev.flamestream.job.JobConfig;
import dev.flamestream.query.QueryServiceConfig;
import dev.flamestream.schemas.record.RecordFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;

/** What compose.yaml sets is read by the very code that will read it. */
class ComposeSettingsTest {
    private final Compose compose = Compose.read();

    @Test
    void theQueryServicesTakeTheirSettings() {
        Map<String, String> environment = compose.environment("query-1");

        QueryServiceConfig config = QueryServiceConfig.of(QuerySettingsOf.environment(environment));

        assertThat(compose.environment("query-2")).isEqualTo(environment);
        JobConfig job = JobConfig.of(jobArguments());
        assertThat(config.blocks().root()).hasToString(job.blocksUri());
        assertThat(config.live().jobName()).isEqualTo(JobConfig.JOB_NAME);
        assertThat(config.live().proxies())
                .extracting(proxy -> proxy.host() + ":" + proxy.port())
                .containsExactly("taskmanager-1:9069", "taskmanager-2:9069");
        assertThat(config.live().restUrls()).extracting(Object::toString).containsExactly("http://jobmanager:8081");
        assertThat(config.http().port()).isEqualTo(4040);
        assertThat(config.kafka().connection().bootstrapServers())
                .isEqualTo(jobArguments().get("kafka"));
        assertThat(config.toString()).doesNotContain(environment.get("AWS_SECRET_ACCESS_KEY"));
    }

    private Map<String, String> jobArguments() {
        return Compose.arguments(compose.service("job").get("command").texts());
    }

    @Test
    void theJobTakesItsArguments() {
        JobConfig config = JobConfig.of(jobArguments());

        assertThat(config.blocksUri()).isEqualTo("s3://flamestream");
        assertThat(compose.service("job").get("command").texts().get(0)).isEqualTo("submit");
    }

    @Test
    void theAgentTakesItsFileAndItsVariables() {
        AgentConfig config = AgentConfigReader.ofFile(
                        ProjectFiles.path("docker/agent/agent.yaml"),
                        Overrides.of(compose.environment("agent"), List.of()))
                .fold(valid -> valid, faults -> {
                    throw new AssertionError(faults.toString());
                });

        assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(config.kafka().topic()).isEqualTo(RecordFormat.TOPIC);
        assertThat(config.server().port()).isEqualTo(4041);
        config.jobs()
                .forEach(job -> job.staticGroups()
                        .forEach(group -> group.addresses()
                                .forEach(address -> assertThat(compose.services())
                                        .containsKey(address.substring(0, address.indexOf(':'))))));
    }

    @Test
    void flinkKnowsEachOfItsProperties() {
        Map<String, String> properties = compose.flinkProperties("jobmanager");

        FlinkKeys.assertKnown(properties);
        for (String other : List.of("taskmanager-1", "taskmanager-2", "job")) {
            assertThat(compose.flinkProperties(other)).as(other).isEqualTo(properties);
        }
        for (String taskManager : List.of("taskmanager-1", "taskmanager-2")) {
            assertThat(compose.service(taskManager).get("hostname").text()).isEqualTo(taskManager);
            assertThat(compose.service(taskManager).get("command").texts())
                    .containsExactly("taskmanager", "-D", "taskmanager.host=" + taskManager);
        }
        assertThat(properties.get("s3.secret-key"))
                .isEqualTo(compose.environment("minio").get("MINIO_ROOT_PASSWORD"));
        assertThat(Integer.parseInt(properties.getOrDefault("parallelism.default", "0")))
                .as("one TaskManager has slots for the whole job")
                .isEqualTo(Integer.parseInt(properties.getOrDefault("taskmanager.numberOfTaskSlots", "-1")));
    }

    @Test
    void kafkaTakesItsVariables() {
        Properties properties = new Properties();
        compose.environment("kafka").forEach((variable, value) -> {
            if (!variable.equals("KAFKA_HEAP_OPTS")) {
                properties.put(
                        variable.substring("KAFKA_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });

        KafkaConfig config = new KafkaConfig(properties, false);
        assertThat(config.values().keySet())
                .containsAll(properties.keySet().stream().map(String::valueOf).toList());
        assertThat(config.messageMaxBytes()).isEqualTo(RecordFormat.MAX_RECORD_BYTES);
        assertThat(config.socketRequestMaxBytes()).isGreaterThan(RecordFormat.MAX_REJECTED_RECORD_BYTES);
    }
}
