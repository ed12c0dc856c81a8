package dev.flamestream.job.preflight;

import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.schemas.record.RecordFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether the brokers answer, let us in, have both topics, and take records as large as ours in them. */
record TopicCheck(KafkaSettings kafka) implements Preflight.Check {
    /** Less than a look may take in all: a broker that is there answers within one. */
    private static final int TIMEOUT_SECONDS = 5;

    @Override
    public List<Finding> look() throws InterruptedException {
        Properties client = kafka.ofAdmin();
        client.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(TIMEOUT_SECONDS * 1000));
        client.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(TIMEOUT_SECONDS * 1000));
        try (Admin admin = Admin.create(client)) {
            Map<String, Integer> wanted = new LinkedHashMap<>();
            wanted.put(kafka.topic(), RecordFormat.MAX_RECORD_BYTES);
            wanted.put(kafka.rejectedTopic(), RecordFormat.MAX_REJECTED_RECORD_BYTES);
            List<Finding> findings = new ArrayList<>();
            for (Map.Entry<String, Integer> topic : wanted.entrySet()) {
                findings.addAll(look(admin, topic.getKey(), topic.getValue()));
                if (!findings.isEmpty() && !findings.get(0).line().startsWith("topic ")) {
                    break;
                }
            }
            return findings;
        } catch (KafkaException failure) {
            boolean isUnresolved = Finding.reasonOf(failure).contains(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)
                    && failure.getCause() instanceof ConfigException;
            return List.of(new Finding(
                    "Kafka at " + kafka.bootstrapServers() + ": " + Finding.reasonOf(failure), isUnresolved));
        }
    }

    private List<Finding> look(Admin admin, String topic, int recordBytes) throws InterruptedException {
        try {
            await(admin.describeTopics(List.of(topic)).allTopicNames());
        } catch (ExecutionException failure) {
            return List.of(findingOf(topic, recordBytes, failure));
        } catch (TimeoutException failure) {
            return List.of(silent());
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config =
                    await(admin.describeConfigs(List.of(resource)).all()).get(resource);
            ConfigEntry bound = config == null ? null : config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            if (bound != null && Long.parseLong(bound.value()) < recordBytes) {
                return List.of(Finding.missing("topic " + topic + ": max.message.bytes is " + bound.value()
                        + ", expected at least " + recordBytes));
            }
            return List.of();
        } catch (ExecutionException failure) {
            // Who may read a topic need not be allowed to read its settings.
            return failure.getCause() instanceof AuthorizationException
                    ? List.of()
                    : List.of(findingOf(topic, recordBytes, failure));
        } catch (TimeoutException failure) {
            return List.of(silent());
        }
    }

    private Finding findingOf(String topic, int recordBytes, ExecutionException execution) {
        Throwable failure = execution.getCause() == null ? execution : execution.getCause();
        if (failure instanceof UnknownTopicOrPartitionException) {
            return Finding.missing("topic " + topic + " is not at " + kafka.bootstrapServers()
                    + "; create it with max.message.bytes=" + recordBytes);
        }
        if (failure instanceof AuthenticationException) {
            return Finding.wrong(
                    "Kafka at " + kafka.bootstrapServers() + " does not let us in: " + Finding.reasonOf(failure));
        }
        if (failure instanceof AuthorizationException) {
            return Finding.missing("topic " + topic + ": no right to describe it: " + Finding.reasonOf(failure));
        }
        if (failure instanceof org.apache.kafka.common.errors.TimeoutException) {
            return silent();
        }
        return Finding.missing("topic " + topic + " at " + kafka.bootstrapServers() + ": " + Finding.reasonOf(failure));
    }

    private Finding silent() {
        return Finding.missing("Kafka does not answer at " + kafka.bootstrapServers());
    }

    private static <T> T await(KafkaFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(TIMEOUT_SECONDS + 1, TimeUnit.SECONDS);
    }
}
