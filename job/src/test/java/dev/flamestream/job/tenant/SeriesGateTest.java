package dev.flamestream.job.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.limits.Limit;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.engine.limits.TenantLimits.Origin;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.schemas.record.Labels;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SeriesGateTest {
    private static final TenantLimits LIMITS =
            TenantLimits.DEFAULT.with(Map.of(Limit.MAX_GLOBAL_SERIES_PER_TENANT, 10L), Origin.TENANT);

    private final AtomicInteger partitions = new AtomicInteger(1);
    private final SeriesGate gate = new SeriesGate(partitions::get);

    @Test
    void knownSeriesGoOnWhenTheTenantIsFull() {
        for (int series = 0; series < 10; series++) {
            assertThat(isTaken("acme", 0, 0, series)).isTrue();
        }
        assertThat(isTaken("acme", 0, 1, 3)).isTrue();
        assertThat(isTaken("acme", 0, 1, 10)).isFalse();
        assertThat(gate.check("acme", LIMITS, 0, 1, series(10))).hasValueSatisfying(rejection -> {
            assertThat(rejection.reason()).isEqualTo(RejectReason.SERIES_LIMIT);
            assertThat(rejection.detail()).contains("max_global_series_per_tenant", "acme", "is 10");
        });
        assertThat(isTaken("globex", 0, 1, 10)).isTrue();
    }

    @Test
    void eachPartitionHasAnEqualPartRoundedUp() {
        partitions.set(4);
        for (int partition = 0; partition < 4; partition++) {
            for (int series = 0; series < 5; series++) {
                assertThat(isTaken("acme", partition, 0, series)).isEqualTo(series < 3);
            }
        }
    }

    @Test
    void seriesThatEndedMakeRoomForOthers() {
        long period = SeriesGate.ACTIVE_MILLIS;
        for (int series = 0; series < 10; series++) {
            isTaken("acme", 0, 0, series);
        }
        // Nine of the ten end; the one that goes on counts once.
        assertThat(isTaken("acme", 0, period, 0)).isTrue();
        assertThat(isTaken("acme", 0, period, 20)).isFalse();
        assertThat(gate.activeCount()).isEqualTo(10);
        for (int series = 20; series < 29; series++) {
            assertThat(isTaken("acme", 0, 2 * period, series)).isTrue();
        }
        assertThat(isTaken("acme", 0, 2 * period, 0))
                .as("was there in the period before")
                .isTrue();
        assertThat(isTaken("acme", 0, 2 * period, 30)).isFalse();
        assertThat(gate.activeCount()).isEqualTo(10);
    }

    @Test
    void tenantsThatWentAreForgotten() {
        isTaken("acme", 0, 0, 1);
        isTaken("globex", 0, 2 * SeriesGate.ACTIVE_MILLIS, 1);

        assertThat(gate.activeCount()).isEqualTo(1);
    }

    @Test
    void nobodyIsRefusedWithoutALimitOrWhileThePartitionsAreNotKnown() {
        for (int series = 0; series < 100; series++) {
            assertThat(gate.check("acme", TenantLimits.DEFAULT, 0, 0, series(series)))
                    .isEmpty();
        }
        partitions.set(0);
        for (int series = 0; series < 100; series++) {
            assertThat(isTaken("acme", 0, 0, series)).isTrue();
        }
        assertThat(gate.activeCount()).isZero();
    }

    private boolean isTaken(String tenant, int partition, long appendMillis, int series) {
        return gate.check(tenant, LIMITS, partition, appendMillis, series(series))
                .isEmpty();
    }

    private static Labels series(int number) {
        return Labels.of("service_name", "shop", "pod", "p" + number);
    }
}
