package dev.flamestream.agent.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.agent.config.Credentials;
import dev.flamestream.agent.config.ProfileEndpoint;
import dev.flamestream.agent.config.Scheme;
import dev.flamestream.agent.config.ScrapeJob;
import dev.flamestream.agent.config.TargetGroup;
import dev.flamestream.schemas.record.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrapePointTest {
    private static final ScrapeJob JOB = new ScrapeJob(
            "shop",
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Scheme.HTTPS,
            "/app",
            Map.of("b", List.of("1 2"), "a", List.of("x", "y")),
            Credentials.NONE,
            1000,
            List.of(
                    new ProfileEndpoint("process_cpu", "/profile", Duration.ofSeconds(14)),
                    new ProfileEndpoint("goroutine", "/goroutine", Duration.ZERO)),
            List.of(),
            List.of());

    @Test
    void asksDeltaProfilesForTheirWindow() {
        List<ScrapePoint> points = ScrapePoint.of(JOB, new TargetGroup(List.of("h:1"), Map.of()), Map.of());

        assertThat(points)
                .extracting(ScrapePoint::url)
                .containsExactly(
                        "https://h:1/app/profile?a=x&a=y&b=1+2&seconds=14", "https://h:1/app/goroutine?a=x&a=y&b=1+2");
    }

    @Test
    void labelsWithTheProfilesKeyAndTheJobAndSaysWhatIsADelta() {
        List<ScrapePoint> points =
                ScrapePoint.of(JOB, new TargetGroup(List.of("h:1"), Map.of()), Map.of("region", "eu", "job", "lost"));

        Labels common = Labels.of("job", "shop", "instance", "h:1", "service_name", "shop", "region", "eu");
        assertThat(points)
                .extracting(ScrapePoint::labels)
                .containsExactly(
                        common.with("__name__", "process_cpu").with("__delta__", "false"),
                        common.with("__name__", "goroutine"));
    }

    @Test
    void letsTheTargetsOwnLabelsWin() {
        TargetGroup group =
                new TargetGroup(List.of("h:1"), Map.of("service_name", "cart", "instance", "pod-7", "region", "us"));

        Labels labels =
                ScrapePoint.of(JOB, group, Map.of("region", "eu")).get(1).labels();

        assertThat(labels.toString())
                .isEqualTo(
                        "{__name__=\"goroutine\", instance=\"pod-7\", job=\"shop\", region=\"us\", service_name=\"cart\"}");
    }
}
