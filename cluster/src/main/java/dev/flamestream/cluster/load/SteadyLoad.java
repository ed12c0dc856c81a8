package dev.flamestream.cluster.load;

import dev.flamestream.agent.publish.Outcome;
import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes at a steady rate through the agent's own publisher, whether anybody is there or not, and keeps book.
 *
 * <p>While Kafka is away longer than the publisher's buffer lasts, profiles are refused at once; a refused one was never
 * sent, and the book says so.
 */
public final class SteadyLoad implements AutoCloseable {
    private static final int TENANTS = 3;
    private static final int SERVICES = 4;
    private static final int PODS = 5;

    /** Files are made once and sent many times: making them would be most of what this process does. */
    private static final int FILES_PER_KEY = 200;

    /** Kafka may be away for as long as the longest fault and the recovery from it. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(3);

    private final Book book;
    private final int rate;
    private final ProfilePublisher publisher;
    private final SplittableRandom random;
    private final List<List<ProfileShape.Shaped>> files = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger unsettled = new AtomicInteger();
    private final Map<Outcome, AtomicLong> outcomes = new EnumMap<>(Outcome.class);
    private final Thread thread = new Thread(this::run, "steady-load");

    private SteadyLoad(Book book, String bootstrapServers, int rate, long seed) {
        this.book = book;
        this.rate = rate;
        this.random = new SplittableRandom(seed);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new AtomicLong());
        }
        for (LoadKey key : book.keys()) {
            List<ProfileShape.Shaped> shapes = new ArrayList<>();
            ServiceStacks stacks = new ServiceStacks(key, random);
            for (int file = 0; file < FILES_PER_KEY; file++) {
                shapes.add(ProfileShape.random(key.kind(), stacks, ProfileShape.Size.any(random), random));
            }
            files.add(shapes);
        }
        this.publisher = ProfilePublisher.to(bootstrapServers)
                .agent("chaos/0.1.0")
                .deliveryTimeout(DELIVERY_TIMEOUT)
                .buffer(64L << 20, 10 * 60 * Math.max(rate, 10))
                .open();
    }

    /** The services of every load. */
    public static List<LoadKey> keys() {
        List<LoadKey> keys = new ArrayList<>();
        for (int tenant = 1; tenant <= TENANTS; tenant++) {
            for (int service = 1; service <= SERVICES; service++) {
                // One service in four sends heap profiles.
                ProfileKind kind = service == SERVICES ? ProfileKind.HEAP : ProfileKind.CPU;
                keys.add(new LoadKey("tenant-" + tenant, "service-" + service, kind));
            }
        }
        return keys;
    }

    /** Starts to publish so many profiles a second. */
    public static SteadyLoad start(Book book, String bootstrapServers, int rate, long seed) {
        SteadyLoad load = new SteadyLoad(book, bootstrapServers, rate, seed);
        load.thread.setDaemon(true);
        load.thread.start();
        return load;
    }

    private void run() {
        long intervalNanos = TimeUnit.SECONDS.toNanos(1) / rate;
        long next = System.nanoTime();
        while (!stopped.get()) {
            long early = next - System.nanoTime();
            if (early > 0) {
                try {
                    TimeUnit.NANOSECONDS.sleep(early);
                } catch (InterruptedException interruption) {
                    Thread.currentThread().interrupt();
                    return;
                }
            } else if (early < -TimeUnit.SECONDS.toNanos(1)) {
                // A steady load does not make up for a second in which this process did not run.
                next = System.nanoTime();
            }
            publish();
            next += intervalNanos;
        }
    }

    private void publish() {
        int index = random.nextInt(book.keys().size());
        LoadKey key = book.keys().get(index);
        Ledger ledger = book.ledger(key);
        ProfileShape.Shaped shaped = files.get(index).get(random.nextInt(FILES_PER_KEY));
        long timeMillis = System.currentTimeMillis();
        ProfileRecord record = ProfileRecord.of(
                        Labels.of(
                                Labels.SERVICE_NAME,
                                key.service(),
                                Labels.PROFILE_NAME,
                                key.kind().profileName(),
                                // Each file stands for itself, and its sums are the book's.
                                Labels.DELTA,
                                "false",
                                "pod",
                                "pod-" + random.nextInt(PODS)),
                        shaped.file().toByteArray())
                .tenant(key.tenant())
                .timeMillis(timeMillis)
                .id(new UUID(random.nextLong(), random.nextLong()).toString())
                .agent("chaos/0.1.0")
                .build();
        // Noted before it is sent: an answer may hold it before this thread goes on.
        ledger.sending(timeMillis, shaped.value());
        unsettled.incrementAndGet();
        var unused = publisher.publish(record).thenAccept(delivery -> {
            ledger.settled(timeMillis, shaped.value(), delivery.isAcknowledged(), System.currentTimeMillis());
            if (delivery.isAcknowledged()) {
                book.acked(record.value().length);
            }
            AtomicLong count = outcomes.get(delivery.outcome());
            if (count != null) {
                count.incrementAndGet();
            }
            unsettled.decrementAndGet();
        });
    }

    /** Publishes no more, and waits until each profile is acknowledged or given up; how many are neither. */
    public int stop(Duration patience) throws InterruptedException {
        stopped.set(true);
        thread.join(patience.toMillis());
        long deadline = System.nanoTime() + patience.toNanos();
        while (unsettled.get() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return unsettled.get();
    }

    /** How many came to which end. */
    public Map<Outcome, Long> outcomes() {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        outcomes.forEach((outcome, count) -> counts.put(outcome, count.get()));
        return counts;
    }

    @Override
    public void close() {
        stopped.set(true);
        publisher.close(Duration.ofSeconds(2));
    }
}
