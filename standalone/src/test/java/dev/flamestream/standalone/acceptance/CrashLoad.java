package dev.flamestream.standalone.acceptance;

import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.ProfileType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Publishes all the time, whether anybody is there or not, and keeps book: each profile has a function of its own, so that it
 * can be found and counted by itself.
 */
final class CrashLoad implements Runnable, AutoCloseable {
    static final String TENANT = "acme";
    static final ProfileType TYPE = new ProfileType("process_cpu", "cpu", "nanoseconds", "cpu", "nanoseconds");

    private static final int SERVICES = 5;
    private static final int PODS = 4;
    private static final long INTERVAL_MILLIS = 20;
    private static final int MAX_UNSETTLED = 1_000;

    /** Shorter than the longest outage, so that some are given up and nobody knows what became of them. */
    private static final int DELIVERY_TIMEOUT_MILLIS = 12_000;

    private final Feed feed;
    private final Random random;
    private final Semaphore unsettled = new Semaphore(MAX_UNSETTLED);
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** By function: whether Kafka has acknowledged it. What is not in it was not sent. */
    private final Map<String, Boolean> book = new ConcurrentHashMap<>();

    CrashLoad(String bootstrapServers, Random random) {
        this.random = random;
        this.feed = new Feed(
                bootstrapServers,
                Map.of(
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        DELIVERY_TIMEOUT_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        3_000,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        2_000));
    }

    @Override
    public void run() {
        try {
            for (int number = 0; !stopped.get(); number++) {
                if (unsettled.tryAcquire(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                    publish(number);
                    TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
                }
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(int number) {
        String function = "profile-" + number;
        String service = "service-" + number % SERVICES;
        ProfileRecord profile = ProfileRecord.of(
                        Labels.of(
                                Labels.SERVICE_NAME,
                                service,
                                Labels.PROFILE_NAME,
                                TYPE.name(),
                                "pod",
                                "pod-" + random.nextInt(PODS)),
                        PprofFile.of("cpu/nanoseconds")
                                .sample("main;" + service + ";" + function, 1)
                                .gzip())
                .tenant(TENANT)
                .timeMillis(Instant.now().toEpochMilli() - (random.nextInt(10) == 0 ? 60_000 : 0))
                .build();
        book.put(function, false);
        var unused = feed.send(profile).whenComplete((metadata, failure) -> {
            if (failure == null) {
                book.put(function, true);
            }
            unsettled.release();
        });
    }

    /** Publishes no more, and waits until each profile is acknowledged or given up. */
    void stop() throws InterruptedException {
        stopped.set(true);
        if (!unsettled.tryAcquire(MAX_UNSETTLED, 3L * DELIVERY_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new AssertionError(
                    "Kafka's client has not settled " + (MAX_UNSETTLED - unsettled.availablePermits()));
        }
    }

    int acknowledgedCount() {
        return (int) book.values().stream().filter(acknowledged -> acknowledged).count();
    }

    int unknownCount() {
        return book.size() - acknowledgedCount();
    }

    /** What is wrong with counts by function, the first few faults; empty if nothing. */
    List<String> faults(Map<String, Long> counts) {
        List<String> faults = new ArrayList<>();
        book.forEach((function, acknowledged) -> {
            long count = counts.getOrDefault(function, 0L);
            if (count > 1 || (acknowledged && count == 0)) {
                faults.add(function + (acknowledged ? ", acknowledged" : ", given up") + ": counts " + count);
            }
        });
        counts.keySet().stream()
                .filter(function -> !book.containsKey(function))
                .forEach(function -> faults.add(function + ": never sent"));
        return faults;
    }

    @Override
    public void close() {
        stopped.set(true);
        feed.close();
    }
}
