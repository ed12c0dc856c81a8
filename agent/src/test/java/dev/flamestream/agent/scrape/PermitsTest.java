package dev.flamestream.agent.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PermitsTest {
    @Test
    void runsWhatFitsAndTheRestInOrderAsPlacesComeFree() {
        Permits permits = new Permits(2, Runnable::run);
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            permits.acquire(() -> ran.add(number));
        }
        assertThat(ran).containsExactly(0, 1);
        assertThat(permits.waiting()).isEqualTo(2);

        permits.release();

        assertThat(ran).containsExactly(0, 1, 2);
        permits.release();
        permits.release();
        permits.release();
        assertThat(ran).containsExactly(0, 1, 2, 3);
        assertThat(permits.taken()).isZero();
    }
}
