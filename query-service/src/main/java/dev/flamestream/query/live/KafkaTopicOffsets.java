package dev.flamestream.query.live;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Offsets as Kafka itself says. Not thread-safe: one thread watches. */
final class KafkaTopicOffsets implements TopicOffsets {
    /**
     * Of a whole look. Kafka answers in milliseconds; the longer this is, the later it is seen that it is away, and the older are
     * the profiles that whole answers may lack by then.
     */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Of one request, so that a second try has time within a look. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);

    private final WatchedTopic topic;
    /** Made at the first look: where a broker's name is not known yet, no client can be made. */
    private @Nullable Admin client;

    KafkaTopicOffsets(WatchedTopic topic) {
        this.topic = topic;
    }

    @Override
    public Map<Integer, Long> ends() throws IOException {
        return ask(admin -> {
            Look look = new Look();
            Collection<TopicDescription> topics = look.await(
                            admin.describeTopics(List.of(topic.name())).allTopicNames())
                    .values();
            ListOffsetsResult begins = admin.listOffsets(offsets(topics, OffsetSpec.earliest()));
            ListOffsetsResult ends = admin.listOffsets(offsets(topics, OffsetSpec.latest()));
            Map<TopicPartition, ListOffsetsResultInfo> begin = look.await(begins.all());
            Map<Integer, Long> found = new HashMap<>();
            look.await(ends.all()).forEach((partition, end) -> {
                ListOffsetsResultInfo from = begin.get(partition);
                if (from == null || from.offset() < end.offset()) {
                    found.put(partition.partition(), end.offset());
                }
            });
            return found;
        });
    }

    @Override
    public Map<Integer, Long> committed() throws IOException {
        return ask(admin -> {
            Map<TopicPartition, @Nullable OffsetAndMetadata> all = new Look()
                    .await(admin.listConsumerGroupOffsets(topic.groupId()).partitionsToOffsetAndMetadata());
            Map<Integer, Long> found = new HashMap<>();
            all.forEach((partition, offset) -> {
                if (offset != null && partition.topic().equals(topic.name())) {
                    found.put(partition.partition(), offset.offset());
                }
            });
            return found;
        });
    }

    private static Map<TopicPartition, OffsetSpec> offsets(Collection<TopicDescription> topics, OffsetSpec which) {
        return topics.stream()
                .flatMap(described -> described.partitions().stream()
                        .map(partition -> new TopicPartition(described.name(), partition.partition())))
                .collect(Collectors.toMap(Function.identity(), partition -> which));
    }

    @FunctionalInterface
    private interface Question<T> {
        T askOf(Admin admin) throws IOException;
    }

    private <T> T ask(Question<T> question) throws IOException {
        try {
            if (client == null) {
                client = Admin.create(topic.connection()
                        .ofAdmin(Map.of(
                                AdminClientConfig.CLIENT_ID_CONFIG,
                                "flamestream-replay-watch",
                                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                Math.toIntExact(REQUEST_TIMEOUT.toMillis()),
                                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                Math.toIntExact(TIMEOUT.toMillis()))));
            }
            return question.askOf(client);
        } catch (KafkaException e) {
            throw new IOException(e.toString(), e);
        }
    }

    /** One deadline for all requests of a look. */
    private static final class Look {
        private final long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();

        <T> T await(Future<T> answer) throws IOException {
            try {
                return answer.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new IOException(String.valueOf(e.getCause()), e);
            } catch (TimeoutException e) {
                throw new IOException("no answer within " + TIMEOUT.toSeconds() + " s", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    @Override
    public void close() {
        if (client != null) {
            client.close(Duration.ZERO);
        }
    }
}
