package dev.flamestream.cluster.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.cluster.load.LoadKey;
import dev.flamestream.cluster.load.ProfileKind;
import org.junit.jupiter.api.Test;

class DurableFloorsTest {
    private static final LoadKey KEY = new LoadKey("tenant-1", "service-1", ProfileKind.CPU);

    @Test
    void whatWasSeenWellBeforeACheckpointBeganIsDurableAndNoMore() {
        DurableFloors floors = new DurableFloors();
        floors.seen(KEY, 10, 1_000);
        floors.seen(KEY, 20, 9_000);

        floors.completed(5_000);
        assertThat(floors.floor(KEY)).as("a cache may be so old").isZero();
        floors.completed(6_001);
        assertThat(floors.floor(KEY)).isEqualTo(10);
        floors.completed(20_000);
        assertThat(floors.floor(KEY)).isEqualTo(20);
    }
}
