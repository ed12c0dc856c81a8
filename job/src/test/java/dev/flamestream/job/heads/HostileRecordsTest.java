package dev.flamestream.job.heads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.PublishedStates;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.job.blocks.BuiltSections;
import dev.flamestream.job.blocks.NewBlock;
import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.intake.HeadRouter;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.job.intake.KafkaRecord;
import dev.flamestream.job.intake.KafkaRecordReader;
import dev.flamestream.job.intake.RejectedRecord;
import dev.flamestream.job.intake.RejectedRecordWriter;
import dev.flamestream.job.intake.ReplicaSettings;
import dev.flamestream.job.intake.RouterSettings;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.schemas.record.RecordFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.connector.kafka.sink.DefaultKafkaSinkContext;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No record and no log stops the job: what is in them ends as a profile, as a refusal, or set aside. */
class HostileRecordsTest {
    private static final long SEED = 20_261_123;
    private static final int RECORDS = 600;
    private static final HeadKey KEY = new HeadKey("acme", 1, 42, 0);
    private static final List<String> GROUPING = List.of("service_name", "__name__");
    private static final long WINDOW_MILLIS = 60_000;
    private static final long FAR_MILLIS = 4_000_000_000_000L;

    private static final CutPolicy POLICY = new CutPolicy(
            Duration.ofMillis(WINDOW_MILLIS),
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofHours(1),
            1 << 20,
            8_000,
            1 << 20,
            Duration.ofSeconds(1));

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final byte[] good = PprofFile.of("cpu/nanoseconds")
            .sample("main;a", 1)
            .sample("main;b;c", 2)
            .plain();
    private KeyedOneInputStreamOperatorTestHarness<HeadKey, IntakeRecord, NewBlock> heads;

    @BeforeEach
    void open() throws Exception {
        HeadSettings settings = new HeadSettings(
                POLICY,
                PolicyFile.NONE,
                GROUPING,
                64 << 20,
                SeriesSettings.DEFAULT,
                folder.toUri().toString());
        heads = HeadHarness.of(settings);
        heads.open();
    }

    @AfterEach
    void close() throws Exception {
        heads.close();
    }

    @Test
    void everyRecordIsTakenOrRefusedAndEveryCutIsWritten() throws Exception {
        List<RejectedRecord> rejected = new ArrayList<>();
        int routed = 0;
        OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router = router();
        try {
            for (int i = 0; i < RECORDS; i++) {
                router.processElement(new StreamRecord<>(hostile(i)));
            }
            if (router.getSideOutput(HeadRouter.REJECTED) != null) {
                router.getSideOutput(HeadRouter.REJECTED).forEach(record -> rejected.add(record.getValue()));
            }
            for (IntakeRecord record : router.extractOutputValues()) {
                heads.processElement(new StreamRecord<>(record));
                routed++;
            }
        } finally {
            router.close();
        }
        heads.setProcessingTime(FAR_MILLIS);
        untilBuilt(FAR_MILLIS);
        if (heads.getSideOutput(HeadOperator.REJECTED) != null) {
            heads.getSideOutput(HeadOperator.REJECTED).forEach(record -> rejected.add(record.getValue()));
        }

        long taken = 0;
        for (NewBlock block : heads.extractOutputValues()) {
            taken += BuiltSections.profiles(block);
        }
        RejectedRecordWriter writer = new RejectedRecordWriter(RecordFormat.REJECTED_TOPIC);
        for (RejectedRecord each : rejected) {
            assertThat(writer.serialize(each, new DefaultKafkaSinkContext(0, 1, new Properties()), null))
                    .as("seed %d", SEED)
                    .isNotNull();
        }
        assertThat(taken + rejected.size())
                .as("seed %d, taken and refused", SEED)
                .isEqualTo(RECORDS);
        assertThat(taken)
                .as("taken of %d routed, so that something is proved", routed)
                .isGreaterThan(RECORDS / 20);
        assertThat(rejected).hasSizeGreaterThan(RECORDS / 4);
    }

    private static OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router() throws Exception {
        OneInputStreamOperatorTestHarness<KafkaRecord, IntakeRecord> router =
                new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new HeadRouter(new RouterSettings(
                        PolicyFile.NONE,
                        new KafkaSettings("127.0.0.1:1", "profiles", "profiles.rejected", "g", Map.of()),
                        GROUPING,
                        POLICY.window(),
                        RouteSettings.DEFAULT,
                        ReplicaSettings.DEFAULT))));
        router.setup(
                IntakeRecord.TYPE.createSerializer(router.getExecutionConfig().getSerializerConfig()));
        router.open();
        return router;
    }

    @Test
    void aDamagedLogIsSetAsideWhenItIsCutAndTheHeadGoesOn() throws Exception {
        send();
        append(new byte[] {1, 2, 3});
        heads.setProcessingTime(WINDOW_MILLIS + 1_000);
        untilBuilt(WINDOW_MILLIS + 1_000);

        assertThat(heads.extractOutputValues()).isEmpty();
        assertThat(setAside()).hasSize(1);
        send();
        heads.snapshot(1, 0);
        heads.notifyOfCompletedCheckpoint(1);
        heads.setProcessingTime(WINDOW_MILLIS + 2_000);
        heads.setProcessingTime(WINDOW_MILLIS + 10_000);
        untilBuilt(WINDOW_MILLIS + 10_000);
        assertThat(heads.extractOutputValues())
                .singleElement()
                .satisfies(block -> assertThat(BuiltSections.profiles(block)).isOne());
    }

    @Test
    void aDamagedLogIsSetAsideWhenItIsReadAgainAndTheHeadGoesOn() throws Exception {
        send();
        append(new byte[] {1, 2, 3});
        var state = heads.snapshot(1, 0);
        heads.close();
        open(state);

        send();

        assertThat(setAside()).hasSize(1);
        heads.setProcessingTime(FAR_MILLIS);
        untilBuilt(FAR_MILLIS);
        assertThat(heads.extractOutputValues())
                .singleElement()
                .satisfies(block -> assertThat(BuiltSections.profiles(block)).isOne());
    }

    private void open(OperatorSubtaskState state) throws Exception {
        HeadSettings settings = new HeadSettings(
                POLICY,
                PolicyFile.NONE,
                GROUPING,
                64 << 20,
                SeriesSettings.DEFAULT,
                folder.toUri().toString());
        heads = HeadHarness.of(settings);
        heads.setRestoredCheckpointId(1);
        heads.initializeState(state);
        heads.open();
    }

    private void send() throws Exception {
        List<KafkaRecord.Header> headers = List.of(
                header(RecordFormat.TENANT, "acme"),
                header(RecordFormat.LABEL_PREFIX + "service_name", "shop"),
                header(RecordFormat.LABEL_PREFIX + "__name__", "process_cpu"),
                header(RecordFormat.TIME, "5"));
        KafkaRecord record = new KafkaRecord(
                new KafkaRecord.Origin("profiles", 0, 0, 5), headers, new byte[0], PprofFile.gzip(good));
        heads.processElement(new StreamRecord<>(new IntakeRecord(KEY, 0, record)));
    }

    private static KafkaRecord.Header header(String name, String text) {
        return new KafkaRecord.Header(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts an element into the log that no operator would. */
    private void append(byte[] element) throws Exception {
        KeyedStateBackend<Object> backend = heads.getOperator().getKeyedStateBackend();
        backend.setCurrentKey(KEY);
        ListState<byte[]> log = backend.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ListStateDescriptor<>(PublishedStates.LOG_A, BytePrimitiveArraySerializer.INSTANCE));
        log.add(element);
    }

    private List<Path> setAside() throws IOException {
        Path tenant = folder.resolve("set-aside/acme");
        if (!Files.isDirectory(tenant)) {
            return List.of();
        }
        try (var files = Files.list(tenant)) {
            return files.toList();
        }
    }

    /** Cuts become blocks one after the other, each a few looks at the clock later. */
    private void untilBuilt(long nowMillis) throws Exception {
        for (int look = 1; look <= 200; look++) {
            heads.setProcessingTime(nowMillis + look * 50L);
        }
    }

    /** As the consumer hands it over: any bytes in any place, most of them near to what is right. */
    private KafkaRecord hostile(int number) {
        Headers headers = new RecordHeaders();
        headers.add(RecordFormat.TENANT, text("acme"));
        headers.add(RecordFormat.LABEL_PREFIX + "service_name", text("shop" + random.nextInt(3)));
        headers.add(RecordFormat.LABEL_PREFIX + "__name__", text("process_cpu"));
        headers.add(RecordFormat.TIME, text(Long.toString(random.nextInt(10 * (int) WINDOW_MILLIS))));
        for (int more = random.nextInt(3); more > 0; more--) {
            headers.add(
                    random.nextBoolean() ? RecordFormat.LABEL_PREFIX + noise(random.nextInt(5)) : noise(3),
                    random.nextInt(8) == 0 ? null : text(noise(random.nextInt(40))));
        }
        long[] times = {-1, 0, 5, Long.MAX_VALUE, Long.MIN_VALUE, System.currentTimeMillis()};
        List<KafkaRecord> read = new ArrayList<>();
        new KafkaRecordReader()
                .deserialize(
                        new ConsumerRecord<>(
                                RecordFormat.TOPIC,
                                0,
                                number,
                                times[random.nextInt(times.length)],
                                TimestampType.CREATE_TIME,
                                0,
                                0,
                                random.nextBoolean() ? null : new byte[] {-1, 0},
                                random.nextInt(30) == 0 ? null : value(),
                                headers,
                                Optional.empty()),
                        new ListCollector<>(read));
        return read.get(0);
    }

    private byte[] text(String usual) {
        if (random.nextInt(12) > 0) {
            return usual.getBytes(StandardCharsets.UTF_8);
        }
        byte[] noise = new byte[random.nextInt(3_000)];
        random.nextBytes(noise);
        return noise;
    }

    private String noise(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(Character.MAX_VALUE + 1));
        }
        return text.toString();
    }

    /** A good file in which some bytes are others, some are missing, or all are noise. */
    private byte[] value() {
        byte[] value = good.clone();
        for (int flips = random.nextInt(3); flips > 0; flips--) {
            value[random.nextInt(value.length)] = (byte) random.nextInt(256);
        }
        if (random.nextInt(6) == 0) {
            value = Arrays.copyOf(value, random.nextInt(value.length * 2));
        }
        if (random.nextInt(10) == 0) {
            random.nextBytes(value);
        }
        return random.nextBoolean() ? value : PprofFile.gzip(value);
    }
}
