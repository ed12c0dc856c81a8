package dev.flamestream.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SoakSizeTest {
    @Test
    void hasAsManyTenantsServicesAndSeriesAsItSays() {
        SoakSize size = new SoakSize(5, 20, 100, 1);
        Set<String> tenants = new HashSet<>();
        Set<String> services = new HashSet<>();
        Set<String> series = new HashSet<>();
        for (int number = 0; number < 100; number++) {
            tenants.add(size.tenant(number));
            services.add(size.tenant(number) + "/" + size.service(number));
            series.add(size.tenant(number) + "/" + size.service(number) + "/" + size.pod(number));
        }
        assertThat(tenants).hasSize(5);
        assertThat(services).hasSize(20);
        assertThat(series).hasSize(100);
    }

    @Test
    void refusesWhatCannotBeSharedEqually() {
        assertThatThrownBy(() -> new SoakSize(5, 21, 105, 1)).hasMessageContaining("21 services");
        assertThatThrownBy(() -> new SoakSize(5, 20, 110, 1)).hasMessageContaining("110 series");
        assertThatThrownBy(() -> new SoakSize(5, 20, 100, Double.NaN)).hasMessageContaining("NaN profiles");
    }
}
