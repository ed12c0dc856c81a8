package dev.flamestream.job.tenant;

import dev.flamestream.job.config.KafkaSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many partitions the topic has; asks Kafka from the first time on that somebody wants to know. Thread-safe. Close it. */
public final class PartitionCount implements IntSupplier, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PartitionCount.class);

    /** Partitions are added by hand, and seldom. */
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final long TIMEOUT_SECONDS = 10;

    /** How a task comes by it. */
    public interface Opening extends Serializable {
        /** The count of a cluster's topic. */
        PartitionCount open(KafkaSettings kafka);
    }

    private final KafkaSettings kafka;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread named = new Thread(task, "partition-count");
        named.setDaemon(true);
        return named;
    });
    private boolean isBegun;
    private volatile int count;

    /** Asks nobody yet. */
    public PartitionCount(KafkaSettings kafka) {
        this(kafka, 0);
    }

    private PartitionCount(KafkaSettings kafka, int count) {
        this.kafka = kafka;
        this.count = count;
    }

    /** A number that is known, of which nobody is asked. */
    public static PartitionCount known(int count) {
        return new PartitionCount(new KafkaSettings("", "", "", "", Map.of()), count);
    }

    /** The number; 0 while it is not known. */
    @Override
    public int getAsInt() {
        return count > 0 ? count : begin();
    }

    private synchronized int begin() {
        if (!isBegun && !thread.isShutdown()) {
            isBegun = true;
            thread.execute(this::run);
        }
        return count;
    }

    private void run() {
        try {
            // A thread that lived on would keep the job's classes, whoever swallowed its interrupt.
            while (!thread.isShutdown()) {
                ask();
                TimeUnit.MILLISECONDS.sleep((count > 0 ? INTERVAL : AGAIN).toMillis());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        try (Admin admin = Admin.create(kafka.ofAdmin())) {
            var topics =
                    admin.describeTopics(List.of(kafka.topic())).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            topics.values().forEach(topic -> count = topic.partitions().size());
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            log.debug("the topic's partitions are not known", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
