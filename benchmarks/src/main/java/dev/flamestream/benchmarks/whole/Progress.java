package dev.flamestream.benchmarks.whole;

import dev.flamestream.schemas.record.RecordFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * How far the job has come with the topic: the offsets that it commits to Kafka are those of completed checkpoints.
 *
 * <p>Not thread-safe. Close it.
 */
public final class Progress implements AutoCloseable {
    /** The group under which the job commits. */
    private static final String GROUP = "flamestream";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Admin admin;

    /** Asks the broker at an address. */
    public Progress(String bootstrapServers) {
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** Waits until all that the topic holds now is in a completed checkpoint. */
    public void awaitAllStored(Duration patience) throws Exception {
        Map<TopicPartition, Long> ends = ends(RecordFormat.TOPIC);
        long deadline = System.nanoTime() + patience.toNanos();
        long rest = missing(ends);
        while (rest > 0) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the job's committed offsets are " + rest + " records short of the "
                        + "topic's end after " + patience.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            rest = missing(ends);
        }
    }

    /** Records that the job has refused, ever. */
    public long rejectedCount() throws Exception {
        return ends(RecordFormat.REJECTED_TOPIC).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Records that the topic holds and no completed checkpoint. */
    public long behind() throws Exception {
        return missing(ends(RecordFormat.TOPIC));
    }

    private long missing(Map<TopicPartition, Long> ends) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
        long missing = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            OffsetAndMetadata found = committed.get(end.getKey());
            missing += Math.max(0, end.getValue() - (found == null ? 0 : found.offset()));
        }
        return missing;
    }

    private Map<TopicPartition, Long> ends(String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (TopicDescription found :
                await(admin.describeTopics(List.of(topic)).allTopicNames()).values()) {
            for (TopicPartitionInfo partition : found.partitions()) {
                wanted.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(admin.listOffsets(wanted).all()).forEach((partition, found) -> ends.put(partition, found.offset()));
        return ends;
    }

    private static <T> T await(KafkaFuture<T> answer)
            throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close(PATIENCE);
    }
}
