package dev.flamestream.standalone.acceptance;

import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.ProfileType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A steady stream of profiles that count one each, so that a sum is a number of profiles; some of them late.
 *
 * <p>Published by one thread; what it says of itself may be asked by all.
 */
final class HandOverLoad {
    static final String TENANT = "acme";
    static final ProfileType TYPE = new ProfileType("process_cpu", "cpu", "nanoseconds", "cpu", "nanoseconds");
    static final String ROWS_POD = "pod-1";

    private static final int SERVICES = 10;
    private static final int PODS = 2;

    /** One in so many is of a window that was cut some time ago. */
    private static final int ONE_LATE_OF = 10;

    private static final Duration MAX_LATENESS = Duration.ofSeconds(40);

    private final Feed feed;
    private final Random random;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong sentOfPod = new AtomicLong();

    /** By the time of the acknowledgement, System.nanoTime, how many were acknowledged in all. */
    private final NavigableMap<Long, Long> acknowledged = new ConcurrentSkipListMap<>(Map.of(Long.MIN_VALUE, 0L));

    HandOverLoad(Feed feed, Random random) {
        this.feed = feed;
        this.random = random;
    }

    /** Publishes some profiles and returns once Kafka has them. */
    void publish(int count) throws Exception {
        List<CompletableFuture<?>> acknowledgements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            acknowledgements.add(feed.send(next()));
        }
        Feed.awaitAll(acknowledgements);
        acknowledged.put(System.nanoTime(), sent.get());
    }

    private ProfileRecord next() {
        int series = (int) (sent.get() % (SERVICES * PODS));
        String service = "service-" + series / PODS;
        String pod = "pod-" + series % PODS;
        long now = Instant.now().toEpochMilli();
        long timeMillis = random.nextInt(ONE_LATE_OF) == 0 ? now - random.nextLong(MAX_LATENESS.toMillis()) : now;
        byte[] file = PprofFile.of("cpu/nanoseconds")
                .sample("main;" + service + ";fn" + random.nextInt(20), 1)
                .gzip();
        // Counted before it is sent: an answer may hold it before this thread goes on.
        sent.incrementAndGet();
        if (pod.equals(ROWS_POD)) {
            sentOfPod.incrementAndGet();
        }
        return ProfileRecord.of(
                        Labels.of(Labels.SERVICE_NAME, service, Labels.PROFILE_NAME, TYPE.name(), "pod", pod), file)
                .tenant(TENANT)
                .timeMillis(timeMillis)
                .build();
    }

    /** How many were handed to Kafka's client so far: no answer may hold more. */
    long sent() {
        return sent.get();
    }

    /** The same of the pod that one reader asks for. */
    long sentOfPod() {
        return sentOfPod.get();
    }

    /** How many Kafka had acknowledged so long ago. */
    long acknowledgedBefore(Duration age) {
        return acknowledged.floorEntry(System.nanoTime() - age.toNanos()).getValue();
    }
}
