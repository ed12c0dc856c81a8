package dev.flamestream.benchmarks.soak;

import dev.flamestream.agent.publish.Delivery;
import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.benchmarks.workload.MadeProfile;
import dev.flamestream.engine.profile.Decoded;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Sends profiles of all series in turns, and knows what each tenant's must add up to. Thread-safe. */
final class SoakLoad {
    /** Steps through the series so that neighbours belong to others; has no factor in common with round numbers. */
    private static final int STRIDE = 7_919;

    private final SoakSize size;
    private final List<MadeProfile> made;
    /** The CPU time of each file. */
    private final long[] totals;
    /** By tenant: what was acknowledged. */
    private final AtomicLongArray acknowledged;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    SoakLoad(SoakSize size, List<MadeProfile> made) {
        this.size = size;
        this.made = made;
        this.totals = made.stream().mapToLong(SoakLoad::total).toArray();
        this.acknowledged = new AtomicLongArray(size.tenants());
    }

    private static long total(MadeProfile profile) {
        try (PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT)) {
            if (!(decoder.decode(profile.pprof()) instanceof Decoded.Accepted accepted)) {
                throw new IllegalStateException("a made profile is refused");
            }
            FlatProfile flat = accepted.profile();
            int cpu = 0;
            while (!flat.text(flat.typeName(cpu)).equals("cpu")) {
                cpu++;
            }
            long total = 0;
            for (int sample = 0; sample < flat.sampleCount(); sample++) {
                total += flat.value(sample, cpu);
            }
            return total;
        }
    }

    /** Publishes one. */
    void send(ProfilePublisher publisher, int number) {
        int series = (int) ((long) number * STRIDE % size.series());
        int file = number % made.size();
        Labels labels = Labels.of(
                Labels.SERVICE_NAME, size.service(series), Labels.PROFILE_NAME, "process_cpu", "pod", size.pod(series));
        ProfileRecord profile = ProfileRecord.of(labels, made.get(file).pprof())
                .tenant(size.tenant(series))
                .timeMillis(Instant.now().toEpochMilli())
                .build();
        sent.incrementAndGet();
        var unused = publisher
                .publish(profile)
                .thenAccept(delivery -> settled(delivery, series % size.tenants(), totals[file]));
    }

    private void settled(Delivery delivery, int tenant, long total) {
        if (delivery.isAcknowledged()) {
            acknowledged.addAndGet(tenant, total);
        } else {
            failed.incrementAndGet();
        }
    }

    /** Profiles given to the publisher. */
    long sent() {
        return sent.get();
    }

    /** Profiles that Kafka has not taken, for all the publisher knows. */
    long failed() {
        return failed.get();
    }

    /** What a tenant's acknowledged profiles add up to. */
    long acknowledged(int tenant) {
        return acknowledged.get(tenant);
    }
}
