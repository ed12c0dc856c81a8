package dev.flamestream.job.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.limits.Limit;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.engine.limits.TenantLimits.Origin;
import dev.flamestream.engine.profile.RejectReason;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RateGateTest {
    private static final int KIB = 1 << 10;
    private static final TenantLimits LIMITS = TenantLimits.DEFAULT.with(
            Map.of(Limit.INGESTION_RATE_MB, 1L << 20, Limit.INGESTION_BURST_SIZE_MB, 64L * KIB), Origin.TENANT);

    private final AtomicInteger partitions = new AtomicInteger(4);
    private final RateGate gate = new RateGate(partitions::get);

    @Test
    void eachPartitionGivesAnEqualPart() {
        long[] taken = new long[4];
        for (long millis = 0; millis < 60_000; millis++) {
            for (int partition = 0; partition < 4; partition++) {
                taken[partition] += isTaken("acme", partition, millis) ? KIB : 0;
            }
        }
        for (long bytes : taken) {
            assertThat(bytes).isBetween(60L * 256 * KIB, 60L * 256 * KIB + 17 * KIB);
        }
    }

    /** After a crash, or while the job was away, an hour comes in a second; what was within its rate is still. */
    @Test
    void whatIsReadAgainIsJudgedAsItWas() {
        long first = 0;
        for (long millis = 0; millis < 10_000; millis++) {
            first += isTaken("acme", 0, millis) ? 1 : 0;
        }
        RateGate restarted = new RateGate(partitions::get);
        long second = 0;
        for (long millis = 0; millis < 10_000; millis++) {
            second += restarted.check("acme", LIMITS, 0, millis, new byte[KIB]).isEmpty() ? 1 : 0;
        }
        assertThat(second).isEqualTo(first);
    }

    @Test
    void aTenantThatFloodsTakesNothingFromOthers() {
        for (int i = 0; i < 1_000; i++) {
            isTaken("flood", 0, 0);
        }
        assertThat(isTaken("acme", 0, 0)).isTrue();
        assertThat(gate.check("flood", LIMITS, 0, 0, new byte[KIB])).hasValueSatisfying(rejection -> {
            assertThat(rejection.reason()).isEqualTo(RejectReason.RATE_LIMITED);
            assertThat(rejection.detail()).contains("ingestion_rate_mb", "is 1 MB", "flood", "1024 bytes");
        });
    }

    @Test
    void nobodyIsRefusedWithoutALimitOrWhileThePartitionsAreNotKnown() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(gate.check("acme", TenantLimits.DEFAULT, 0, 0, new byte[KIB]))
                    .isEmpty();
        }
        partitions.set(0);
        for (int i = 0; i < 10_000; i++) {
            assertThat(isTaken("acme", 0, 0)).isTrue();
        }
    }

    private boolean isTaken(String tenant, int partition, long millis) {
        return gate.check(tenant, LIMITS, partition, millis, new byte[KIB]).isEmpty();
    }
}
