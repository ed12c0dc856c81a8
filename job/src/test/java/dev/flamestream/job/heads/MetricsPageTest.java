package dev.flamestream.job.heads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.delta.DeltaOutcome;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.job.intake.RouterMetrics;
import dev.flamestream.job.replica.ReplicaMetrics;
import dev.flamestream.job.route.RoutesOf;
import dev.flamestream.job.series.DeltaMetrics;
import dev.flamestream.job.series.IdMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.junit.jupiter.api.Test;

/** The page that people read has the metrics that the job has, under the names that Prometheus sees. */
class MetricsPageTest {
    private static final String PREFIX = "flink_taskmanager_job_task_operator_";

    private final RecordingMetricGroup router = new RecordingMetricGroup();
    private final RecordingMetricGroup heads = new RecordingMetricGroup();
    private final RecordingMetricGroup election = new RecordingMetricGroup();
    private final ReplicaMetrics ofElection = new ReplicaMetrics(election);
    private final LiveLogs logs = new LiveLogs();
    private final RouterMetrics ofRouter = RoutesOf.metrics(router);
    private final HeadMetrics ofHeads = new HeadMetrics(heads, new OpenHeads(1), logs);
    private final DeltaMetrics ofDeltas = new DeltaMetrics(heads, () -> 0, () -> 0);
    private final IdMetrics ofIds = new IdMetrics(heads, () -> 0, () -> 0);
    private final StateReadMetrics ofReads = new StateReadMetrics(heads);

    @Test
    void thePageHasEveryMetricWithItsKindAndNoOther() throws IOException {
        // Of a tenant there is a counter only once it counts.
        ofRouter.read("acme", 7);
        ofRouter.rejected("acme", RejectReason.INVALID_TENANT);
        ofHeads.rejected("acme", RejectReason.HEAD_FULL);
        Set<String> expected = new TreeSet<>();
        router.metrics().forEach((name, metric) -> expected.add(row("route_to_heads", name, metric)));
        election.metrics().forEach((name, metric) -> expected.add(row("elect_replicas", name, metric)));
        heads.metrics().forEach((name, metric) -> expected.add(row("heads", name, metric)));

        Set<String> found = Files.readAllLines(Path.of("../docs/metrics-job.md")).stream()
                .filter(line -> line.matches("\\| `" + PREFIX + "[^|]*\\| (counter|gauge|summary) \\|.*"))
                .map(line -> line.replaceAll("^(\\| `[^`]+` \\| [^|]+ \\| [^|]+ \\|).*$", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found).isEqualTo(expected);
    }

    @Test
    void countsByReason() {
        ofRouter.read("acme", 7);
        ofRouter.read("other", 5);
        ofRouter.rejected("acme", RejectReason.INVALID_TENANT);
        ofHeads.rejected("acme", RejectReason.HEAD_FULL);
        ofHeads.cut(CutReason.SIZE);
        ofHeads.building(3, 100);
        ofReads.answered(7, 2_000);
        ofDeltas.counted(DeltaOutcome.RESTARTED, 9);
        ofIds.repeated();
        ofElection.dropped();

        assertThat(count(router, "reason_intake_rejected_records_total{reason=invalid_tenant}"))
                .isEqualTo(1);
        assertThat(count(heads, "reason_intake_rejected_records_total{reason=head_full}"))
                .isEqualTo(1);
        assertThat(count(router, "tenant_intake_tenant_bytes_total{tenant=acme}"))
                .isEqualTo(7);
        assertThat(count(router, "intake_bytes_total")).isEqualTo(12);
        assertThat(count(heads, "reason_heads_cuts_total{reason=size}")).isEqualTo(1);
        assertThat(count(heads, "heads_cut_profiles_total")).isEqualTo(3);
        assertThat(count(heads, "outcome_deltas_profiles_total{outcome=restarted}"))
                .isEqualTo(1);
        assertThat(count(heads, "deltas_state_bytes_total")).isEqualTo(9);
        assertThat(count(heads, "reason_intake_dropped_records_total{reason=repeated}"))
                .isEqualTo(1);
        assertThat(count(election, "reason_intake_dropped_records_total{reason=replicated}"))
                .isEqualTo(1);
        assertThat(count(heads, "state_read_bytes_total")).isEqualTo(7);
        assertThat(count(heads, "state_read_micros_total")).isEqualTo(2);
    }

    private static long count(RecordingMetricGroup group, String name) {
        Metric metric = group.metrics().get(name);
        return metric instanceof Counter counter ? counter.getCount() : -1;
    }

    private static String row(String operator, String name, Metric metric) {
        String kind = metric instanceof Counter
                ? "counter"
                : metric instanceof Gauge<?> ? "gauge" : metric instanceof Histogram ? "summary" : "unknown";
        return "| `" + PREFIX + name.replaceAll("\\{.*", "") + "` | " + kind + " | " + operator + " |";
    }
}
