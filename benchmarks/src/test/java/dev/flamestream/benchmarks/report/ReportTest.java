package dev.flamestream.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.benchmarks.report.Result.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void targetsAreMetAtTheirBoundAndMissedBeyondIt() {
        assertThat(result(Target.atMost(1.8), 1.8).isMissed()).isFalse();
        assertThat(result(Target.atMost(1.8), 1.81).isMissed()).isTrue();
        assertThat(result(Target.atLeast(5), 5).isMissed()).isFalse();
        assertThat(result(Target.atLeast(5), 4.99).isMissed()).isTrue();
        assertThat(Result.reported(5, "what", "heap", 9, "x", "").isMissed()).isFalse();
    }

    @Test
    void theTableIsInOrderOfRowsAndCountsWhatWasMet() {
        Report report =
                new Report("nothing", List.of(result(Target.atMost(1), 2), result(Target.atLeast(1), 1_234_567)));

        assertThat(report.toTable().lines().toList().get(1)).contains("2.00 x", "<= 1.00", "MISSED", "detail");
        assertThat(report.toTable().lines().toList().get(2)).contains("1,234,567 x", ">= 1.00", "met");
        assertThat(report.toTable()).contains("1 of 2 targets met; workloads made from nothing");
    }

    private static Result result(Target target, double value) {
        return Result.reported(1, "what", "heap", value, "x", "detail").against(target);
    }
}
