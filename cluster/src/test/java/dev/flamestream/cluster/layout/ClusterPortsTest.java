package dev.flamestream.cluster.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterPortsTest {
    @Test
    void everyUseHasAPortOfItsOwnWithinTheRange() {
        ClusterPorts ports = new ClusterPorts(30_000);

        List<Integer> all = new ArrayList<>(ports.byUse(ClusterSize.DEFAULT).values());
        all.add(ports.s3Front());

        assertThat(all).doesNotHaveDuplicates().allMatch(port -> port >= 30_000 && port < 30_000 + ClusterPorts.COUNT);
    }

    @Test
    void aBaseThatLeavesNoRoomIsRefused() {
        assertThat(new ClusterPorts(65_435).base()).isEqualTo(65_435);
        assertThatThrownBy(() -> new ClusterPorts(65_436)).hasMessageContaining("--base-port");
        assertThat(new ClusterPorts(1_024).base()).isEqualTo(1_024);
        assertThatThrownBy(() -> new ClusterPorts(1_023)).hasMessageContaining("--base-port");
    }
}
