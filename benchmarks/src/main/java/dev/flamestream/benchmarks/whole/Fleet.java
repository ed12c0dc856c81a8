package dev.flamestream.benchmarks.whole;

import dev.flamestream.agent.publish.Delivery;
import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.benchmarks.workload.MadeProfile;
import dev.flamestream.benchmarks.workload.ProfileStream;
import dev.flamestream.benchmarks.workload.Workload;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Many services that each publish ten minutes of a workload.
 *
 * <p>The files are made beforehand and kept: those of an hour of one service where that is not too much, and each service
 * sends ten minutes of them under its own name, with ids of its own. No two services share a head, so that each head meets its
 * stacks for the first time, as often as in the workload; but a service's files are bytes that another one has sent as well.
 * The time between two profiles of a pod is shortened from 15 s to 10 s, so that the whole lies within one window of the
 * job, which ends after the measurement, and no profile is further ahead of the clock than the job allows.
 */
final class Fleet {
    /** Of one service: what the ten minutes of its 20 pods are. */
    private static final int PROFILES_A_SERVICE = 800;

    /** Heads that take profiles in turns, as those of a slot do; more would measure the cache of indexes instead. */
    private static final int SERVICES_AT_ONCE = 4;

    /** Profiles that Kafka has not acknowledged yet: past that the fleet waits. */
    private static final int MAX_IN_FLIGHT = 512;

    private static final Duration WINDOW = Duration.ofMinutes(10);

    /** No window that ends sooner: cuts would fall into the measurement. */
    private static final Duration ROOM = Duration.ofMinutes(3);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<MadeProfile> made;
    private final int perService;
    private final long windowStartMillis;
    private int services;

    private Fleet(List<MadeProfile> made, int perService, long windowStartMillis) {
        this.made = made;
        this.perService = perService;
        this.windowStartMillis = windowStartMillis;
    }

    /** A fleet whose services each send so many profiles, and at most 800. */
    static Fleet of(Workload workload, int perService, int distinct) {
        return new Fleet(ProfileStream.of(workload).take(distinct), Math.min(perService, PROFILES_A_SERVICE), 0);
    }

    /** The same in a window of the job that lies where the clock is now, or begins soon. */
    Fleet inWindowOf(long nowMillis) {
        long window = WINDOW.toMillis();
        return new Fleet(made, perService, (nowMillis + ROOM.toMillis()) / window * window);
    }

    /** What each file is, for baselines. */
    List<MadeProfile> firstService() {
        return made.subList(0, perService);
    }

    /** Publishes what so many new services send, and waits until Kafka has all of it; the number of profiles. */
    int publish(ProfilePublisher publisher, int serviceCount) throws InterruptedException, TimeoutException {
        Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
        Queue<Delivery> failed = new ConcurrentLinkedQueue<>();
        for (int first = 0; first < serviceCount; first += SERVICES_AT_ONCE) {
            int atOnce = Math.min(SERVICES_AT_ONCE, serviceCount - first);
            for (int i = 0; i < perService; i++) {
                for (int service = 0; service < atOnce; service++) {
                    acquire(inFlight, 1);
                    send(publisher, services + service, i, delivery -> {
                        if (!delivery.isAcknowledged()) {
                            failed.add(delivery);
                        }
                        inFlight.release();
                    });
                }
            }
            services += atOnce;
        }
        acquire(inFlight, MAX_IN_FLIGHT);
        if (!failed.isEmpty()) {
            throw new IllegalStateException(failed.size() + " profiles were not taken by Kafka: " + failed.peek());
        }
        return serviceCount * perService;
    }

    private interface Settled {
        void with(Delivery delivery);
    }

    private void send(ProfilePublisher publisher, int service, int number, Settled settled) {
        MadeProfile profile = made.get((service * perService + number) % made.size());
        Labels labels = profile.labels().with(Labels.SERVICE_NAME, "service-" + service);
        long offset = profile.timeMillis() - ProfileStream.START_MILLIS;
        long time = windowStartMillis + offset % WINDOW.toMillis() * 2 / 3;
        publisher.publish(labels, Instant.ofEpochMilli(time), profile.pprof()).thenAccept(settled::with);
    }

    private static void acquire(Semaphore inFlight, int count) throws InterruptedException, TimeoutException {
        if (!inFlight.tryAcquire(count, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("Kafka has not acknowledged the fleet's profiles on topic " + RecordFormat.TOPIC
                    + " within " + PATIENCE.toSeconds() + " s");
        }
    }
}
