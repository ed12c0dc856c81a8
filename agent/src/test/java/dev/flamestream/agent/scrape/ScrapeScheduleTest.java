package dev.flamestream.agent.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.agent.config.Credentials;
import dev.flamestream.schemas.record.Labels;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScrapeScheduleTest {
    private static ScrapePoint point(int number) {
        return new ScrapePoint(
                "shop",
                "http://10.0.0." + number + ":8080/debug/pprof/allocs",
                Labels.of("instance", "10.0.0." + number + ":8080"),
                Duration.ofSeconds(15),
                Duration.ofSeconds(15),
                Credentials.NONE,
                1000);
    }

    @Test
    void isDueOncePerIntervalAtItsOffset() {
        ScrapeSchedule schedule = new ScrapeSchedule(15_000, 4_000);

        assertThat(schedule.after(0)).isEqualTo(4_000);
        assertThat(schedule.after(3_999)).isEqualTo(4_000);
        assertThat(schedule.after(4_000)).isEqualTo(19_000);
        assertThat(schedule.after(1_700_000_000_000L) % 15_000).isEqualTo(4_000);
    }

    @Test
    void spreadsTargetsEvenlyAndKeepsTheirOffsets() {
        int[] perSecond = new int[15];
        for (int i = 0; i < 1_500; i++) {
            ScrapeSchedule schedule = ScrapeSchedule.of(point(i));
            assertThat(schedule).isEqualTo(ScrapeSchedule.of(point(i)));
            perSecond[(int) (schedule.offsetMillis() / 1_000)]++;
        }

        // A hundred each; six standard deviations of chance are 58.
        for (int count : perSecond) {
            assertThat(count).isBetween(42, 158);
        }
    }
}
