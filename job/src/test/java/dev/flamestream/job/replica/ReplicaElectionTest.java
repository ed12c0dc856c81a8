package dev.flamestream.job.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.intake.HeadRouter;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.job.intake.KafkaRecord;
import dev.flamestream.job.intake.ReplicaRecord;
import dev.flamestream.job.intake.ReplicaSettings;
import dev.flamestream.job.intake.RouterSettings;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records through router and election: of agents that scrape the same targets one counts. */
class ReplicaElectionTest {
    private static final Labels SERIES = Labels.of("service_name", "shop", "__name__", "process_cpu", "cluster", "eu");
    private static final Labels A = SERIES.with("__replica__", "a");
    private static final Labels B = SERIES.with("__replica__", "b");

    private OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router;
    private KeyedOneInputStreamOperatorTestHarness<String, ReplicaRecord, IntakeRecord> election;
    private int elected;

    @BeforeEach
    void open() throws Exception {
        HeadRouter heads = new HeadRouter(new RouterSettings(
                PolicyFile.NONE,
                new KafkaSettings("127.0.0.1:1", "profiles", "profiles.rejected", "g", Map.of()),
                List.of("service_name", "__name__"),
                Duration.ofMinutes(10),
                RouteSettings.DEFAULT,
                ReplicaSettings.DEFAULT));
        router = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(heads));
        router.setup(
                IntakeRecord.TYPE.createSerializer(router.getExecutionConfig().getSerializerConfig()));
        router.open();
        election = election();
        election.open();
    }

    @AfterEach
    void close() throws Exception {
        router.close();
        election.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, ReplicaRecord, IntakeRecord> election()
            throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, ReplicaRecord, IntakeRecord> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new ReplicaElection(ReplicaSettings.DEFAULT)),
                        ReplicaRecord::cluster,
                        Types.STRING);
        harness.setup(
                IntakeRecord.TYPE.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }

    @Test
    void ofTwoAgentsThatScrapeTheSameTargetsOneCounts() throws Exception {
        for (int scrape = 0; scrape < 10; scrape++) {
            send(A, "acme", scrape * 15_000L);
            send(B, "acme", scrape * 15_000L + 7_000);
        }

        assertThat(counted()).isEqualTo(10);
    }

    @Test
    void theOtherTakesOverOnceTheElectedIsSilentForTheTimeout() throws Exception {
        send(A, "acme", 0);
        send(B, "acme", 30_000);
        assertThat(counted()).isEqualTo(1);

        send(B, "acme", 30_001);

        assertThat(counted()).isEqualTo(2);
        send(A, "acme", 30_002);
        assertThat(counted()).as("the former one is back, and waits").isEqualTo(2);
    }

    @Test
    void clustersAndTenantsElectForThemselves() throws Exception {
        send(A, "acme", 0);
        send(B, "globex", 1);
        send(B.with("cluster", "us"), "acme", 2);

        assertThat(counted()).isEqualTo(3);
    }

    @Test
    void aRestoreKnowsWhoIsElected() throws Exception {
        send(A, "acme", 0);
        OperatorSubtaskState checkpoint = election.snapshot(1, 1);
        election.close();
        election = election();
        election.initializeState(checkpoint);
        election.open();

        send(B, "acme", 1_000);
        assertThat(counted()).isZero();
        send(A, "acme", 2_000);
        assertThat(counted()).isEqualTo(1);
    }

    @Test
    void theReplicasLabelIsTakenOffAndAllElseStays() throws Exception {
        send(A, "acme", 0);

        KafkaRecord record = election.extractOutputValues().get(0).record();
        assertThat(record.headers())
                .extracting(KafkaRecord.Header::name)
                .contains("label.cluster", "label.service_name", "tenant", "time")
                .doesNotContain("label.__replica__");
        assertThat(record.value()).containsExactly(1, 2, 3);
    }

    @Test
    void recordsWithoutBothLabelsGoPast() throws Exception {
        send(SERIES, "acme", 0);
        send(A.with("cluster", ""), "acme", 0);
        send(A.with("__replica__", "a".repeat(2_049)), "acme", 0);
        send(A.with("cluster", "c".repeat(70_000)), "acme", 0);

        assertThat(router.extractOutputValues()).hasSize(4);
        assertThat(counted()).isZero();
    }

    @Test
    void longNamesAndAnyTextPassBetweenTasks() throws Exception {
        Labels odd = A.with("__replica__", "\u540d\u0000".repeat(1_024));
        send(odd, "acme", 0);

        assertThat(counted()).isEqualTo(1);
    }

    private int counted() {
        return election.extractOutputValues().size();
    }

    /** Through the router, then between tasks as bytes, then to the election. */
    private void send(Labels labels, String tenant, long appendMillis) throws Exception {
        List<KafkaRecord.Header> headers =
                ProfileRecord.of(labels, new byte[0]).tenant(tenant).timeMillis(5).build().headers().stream()
                        .map(header -> new KafkaRecord.Header(header.name(), header.utf8()))
                        .toList();
        KafkaRecord.Origin origin = new KafkaRecord.Origin("profiles", 0, 0, appendMillis);
        router.processElement(
                new StreamRecord<>(new KafkaRecord(origin, headers, new byte[] {7}, new byte[] {1, 2, 3})));
        if (router.getSideOutput(HeadRouter.REPLICAS) == null) {
            return;
        }
        List<ReplicaRecord> replicas = router.getSideOutput(HeadRouter.REPLICAS).stream()
                .map(StreamRecord::getValue)
                .toList();
        for (; elected < replicas.size(); elected++) {
            ReplicaRecord.Serializer serializer = new ReplicaRecord.Serializer();
            DataOutputSerializer out = new DataOutputSerializer(64);
            serializer.serialize(replicas.get(elected), out);
            election.processElement(
                    new StreamRecord<>(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()))));
        }
    }
}
