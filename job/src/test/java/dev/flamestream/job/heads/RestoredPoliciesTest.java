package dev.flamestream.job.heads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.job.blocks.NewBlock;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.job.intake.KafkaRecord;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Closing a harness may be interrupted; JUnit would say so.
class RestoredPoliciesTest {
    private static final List<String> GROUPING = List.of("service_name", "__name__");

    @TempDir
    private Path folder;

    @Test
    void aTaskThatStartsWhileTheFileIsWrongHasTheLimitsOfItsCheckpoint() throws Exception {
        Path file = folder.resolve("limits.yaml");
        Files.writeString(file, "overrides: {acme: {max_profile_stacktrace_samples: 1}}");
        OperatorSubtaskState saved;
        try (KeyedOneInputStreamOperatorTestHarness<HeadKey, IntakeRecord, NewBlock> first = harness(file)) {
            first.open();
            assertRefused(first);
            saved = first.snapshot(1, 0);
        }
        Files.writeString(file, "overrides: [this is no map");

        try (KeyedOneInputStreamOperatorTestHarness<HeadKey, IntakeRecord, NewBlock> restored = harness(file)) {
            restored.initializeState(saved);
            restored.open();
            assertRefused(restored);
        }
    }

    private static void assertRefused(KeyedOneInputStreamOperatorTestHarness<HeadKey, IntakeRecord, NewBlock> heads)
            throws Exception {
        heads.processElement(new StreamRecord<>(record()));
        assertThat(heads.getSideOutput(HeadOperator.REJECTED))
                .extracting(refused -> refused.getValue().rejection().reason())
                .containsExactly(RejectReason.SAMPLES_LIMIT);
    }

    private static IntakeRecord record() throws IOException {
        byte[] value = PprofFile.of("cpu/nanoseconds")
                .sample("main;a", 1)
                .sample("main;b", 2)
                .gzip();
        List<KafkaRecord.Header> headers = ProfileRecord.of(
                        Labels.of("service_name", "shop", "__name__", "process_cpu"), value)
                .tenant("acme")
                .timeMillis(5)
                .build()
                .headers()
                .stream()
                .map(header -> new KafkaRecord.Header(header.name(), header.utf8()))
                .toList();
        return new IntakeRecord(
                new HeadKey("acme", 0, 42, 0),
                0,
                new KafkaRecord(new KafkaRecord.Origin("profiles", 0, 0, 5), headers, new byte[0], value));
    }

    private static KeyedOneInputStreamOperatorTestHarness<HeadKey, IntakeRecord, NewBlock> harness(Path limits)
            throws Exception {
        HeadSettings settings = new HeadSettings(
                CutPolicy.DEFAULT,
                new PolicyFile(limits.toUri().toString()),
                GROUPING,
                64 << 20,
                SeriesSettings.DEFAULT,
                "file:///unused");
        return HeadHarness.of(settings);
    }
}
