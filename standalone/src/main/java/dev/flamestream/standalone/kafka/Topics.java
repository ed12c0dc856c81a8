package dev.flamestream.standalone.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** Brings the topics of a broker to what is wanted of them: creates, widens, and sets their bounds. Never deletes. */
final class Topics {
    /** A broker on the same machine answers in milliseconds; this is for a disk that is being recovered. */
    private static final int TIMEOUT_SECONDS = 60;

    private Topics() {}

    static void ensure(String bootstrapServers, List<TopicSettings> wanted) throws IOException {
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_SECONDS * 1000);
        try (Admin admin = Admin.create(client)) {
            Set<String> present = await(admin.listTopics().names());
            create(admin, wanted, present);
            List<TopicSettings> older =
                    wanted.stream().filter(t -> present.contains(t.name())).toList();
            widen(admin, older);
            setBounds(admin, older);
        }
    }

    private static void create(Admin admin, List<TopicSettings> wanted, Set<String> present) throws IOException {
        List<NewTopic> missing = wanted.stream()
                .filter(topic -> !present.contains(topic.name()))
                .map(topic -> new NewTopic(topic.name(), Optional.of(topic.partitionCount()), Optional.of((short) 1))
                        .configs(topic.toConfig()))
                .toList();
        await(admin.createTopics(missing).all());
    }

    /** Partitions are only added: taking one away would take its records along. */
    private static void widen(Admin admin, List<TopicSettings> topics) throws IOException {
        Map<String, TopicDescription> found = await(
                admin.describeTopics(topics.stream().map(TopicSettings::name).toList())
                        .allTopicNames());
        Map<String, NewPartitions> wider = new HashMap<>();
        for (TopicSettings topic : topics) {
            TopicDescription description = found.get(topic.name());
            if (description != null && description.partitions().size() < topic.partitionCount()) {
                wider.put(topic.name(), NewPartitions.increaseTo(topic.partitionCount()));
            }
        }
        await(admin.createPartitions(wider).all());
    }

    private static void setBounds(Admin admin, List<TopicSettings> topics) throws IOException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (TopicSettings topic : topics) {
            List<AlterConfigOp> settings = new ArrayList<>();
            topic.toConfig()
                    .forEach((key, value) ->
                            settings.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
            changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), settings);
        }
        await(admin.incrementalAlterConfigs(changes).all());
    }

    private static <T> T await(KafkaFuture<T> future) throws IOException {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new IOException("Kafka refused: " + failure.getCause(), failure);
        } catch (TimeoutException failure) {
            throw new IOException("Kafka did not answer within " + TIMEOUT_SECONDS + " s", failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for Kafka", interruption);
        }
    }
}
