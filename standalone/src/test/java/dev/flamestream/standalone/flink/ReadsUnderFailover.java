package dev.flamestream.standalone.flink;

import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.PublishedStates;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.job.FlamestreamJob;
import dev.flamestream.job.JobConfig;
import dev.flamestream.job.JobTopology;
import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.config.PreflightSettings;
import dev.flamestream.job.intake.ReplicaSettings;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.live.HeadStore;
import dev.flamestream.query.live.HostAndPort;
import dev.flamestream.query.live.LiveSettings;
import dev.flamestream.query.live.QueryableStateHeads;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.standalone.kafka.BrokerSettings;
import dev.flamestream.standalone.kafka.EmbeddedKafka;
import dev.flamestream.standalone.kafka.TopicSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A process with the real job in it, whose heads of some MiB are read by six threads without a pause, through the query service's own
 * client, while all its tasks are cancelled again and again.
 *
 * <p>One cycle: wait until each reader has read a head since the last; fail a task that stands beside the job in the same job graph;
 * Flink, told to fail over as a whole, cancels every task under the readers, and restarts all from the newest checkpoint.
 */
final class ReadsUnderFailover {
    private static final JobID ID = new JobID(0x7265616473000000L, 1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int READERS = 6;
    private static final int HEADS = READERS;
    private static final int PROFILES_OF_A_HEAD = 8;
    private static final int STACKS_OF_A_PROFILE = 6_000;
    private static final long TAKEN_MILLIS = 1_763_900_000_000L;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final List<String> GROUPING = List.of(Labels.SERVICE_NAME, Labels.PROFILE_NAME);

    /** Nothing is cut: the heads grow as large as they are made. */
    private static final CutPolicy POLICY = new CutPolicy(
            WINDOW,
            Duration.ofHours(2),
            Duration.ZERO,
            Duration.ofHours(3),
            64 << 20,
            100_000,
            64 << 20,
            Duration.ofSeconds(10));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private volatile boolean stopped;

    private ReadsUnderFailover() {}

    /** Arguments: folder, number of cycles. */
    public static void main(String[] arguments) throws Exception {
        new ReadsUnderFailover().run(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        System.exit(0);
    }

    /** Fails its task when asked to. The number is the process's, since Flink makes the function anew at each restart. */
    private static final class FailsWhenAsked implements MapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;
        private static final AtomicLong ASKED = new AtomicLong();
        private static final AtomicLong DONE = new AtomicLong();

        @Override
        public Long map(Long number) throws Exception {
            if (DONE.get() < ASKED.get()) {
                DONE.incrementAndGet();
                throw new IOException("asked to fail");
            }
            TimeUnit.MILLISECONDS.sleep(5);
            return number;
        }
    }

    private void run(Path folder, int cycles) throws Exception {
        LoopbackPorts ports = LoopbackPorts.choose();
        LoopbackPorts broker = LoopbackPorts.choose();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(
                        new BrokerSettings(folder.resolve("kafka"), broker.rest(), broker.kafkaController()),
                        List.of(TopicSettings.profiles(2), TopicSettings.rejected()));
                EmbeddedFlink flink = EmbeddedFlink.start(new FlinkSettings(
                        folder.resolve("checkpoints"),
                        folder.resolve("scratch"),
                        Duration.ofSeconds(1),
                        2,
                        ports,
                        Map.of("jobmanager.execution.failover-strategy", "full")))) {
            RunningJob job = submit(flink, config(kafka.bootstrapServers(), folder));
            publish(kafka.bootstrapServers());
            try (HeadStore heads = QueryableStateHeads.connect(
                    live(ports), Optional.empty(), Clock.systemUTC(), new QueryMetrics(registry))) {
                awaitWhole(heads, job);
                startReaders(heads);
                long begin = System.nanoTime();
                for (int cycle = 1; cycle <= cycles; cycle++) {
                    cycle(job, cycle);
                }
                awaitReads();
                stopped = true;
                System.out.println("survived " + cycles + " cycles in " + (System.nanoTime() - begin) / 1_000_000
                        + " ms, " + fetched("ok") + " reads, " + fetched("failed") + " failed");
            }
        }
    }

    private static JobConfig config(String bootstrapServers, Path folder) {
        return new JobConfig(
                new KafkaSettings(bootstrapServers, RecordFormat.TOPIC, RecordFormat.REJECTED_TOPIC, "reads", Map.of()),
                folder.toUri().toString(),
                RouteSettings.DEFAULT,
                GROUPING,
                POLICY,
                PolicyFile.NONE,
                JobConfig.DEFAULT_MAX_INDEX_BYTES,
                SeriesSettings.DEFAULT,
                ReplicaSettings.DEFAULT,
                Duration.ofSeconds(1),
                PreflightSettings.OFF);
    }

    private static RunningJob submit(EmbeddedFlink flink, JobConfig config) throws IOException {
        Configuration wishes = FlamestreamJob.settings(config);
        wishes.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(10));
        wishes.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofMillis(20));
        RunningJob job = flink.run(ID, wishes, environment -> {
            JobTopology.build(environment, config);
            addFailing(environment);
        });
        job.awaitRunning(PATIENCE);
        return job;
    }

    private static void addFailing(StreamExecutionEnvironment environment) {
        environment
                .fromSource(new NumberSequenceSource(0, Long.MAX_VALUE - 1), WatermarkStrategy.noWatermarks(), "beside")
                .setParallelism(1)
                .map(new FailsWhenAsked())
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
    }

    private static LiveSettings live(LoopbackPorts ports) {
        return new LiveSettings(
                List.of(URI.create("http://" + LoopbackPorts.HOST + ":" + ports.rest())),
                List.of(new HostAndPort(LoopbackPorts.HOST, ports.stateProxy())),
                JobConfig.JOB_NAME,
                Duration.ZERO,
                1,
                Duration.ofSeconds(5),
                READERS,
                1);
    }

    private static Labels labels(int head) {
        return Labels.of(Labels.SERVICE_NAME, "service-" + head, Labels.PROFILE_NAME, "process_cpu");
    }

    private static HeadKey key(int head) {
        return HeadKey.of("acme", 0, labels(head).hash(), TAKEN_MILLIS, WINDOW.toMillis());
    }

    /** Names that do not repeat, so that a head's log is some MiB. */
    private static void publish(String bootstrapServers) throws Exception {
        Random random = new Random(20_261_123);
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                RecordFormat.MAX_RECORD_BYTES);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < HEADS * PROFILES_OF_A_HEAD; i++) {
                PprofFile file = PprofFile.of("cpu/nanoseconds");
                for (int stack = 0; stack < STACKS_OF_A_PROFILE; stack++) {
                    file.sample(
                            "main;" + Long.toHexString(random.nextLong()) + ";" + Long.toHexString(random.nextLong()),
                            1 + random.nextInt(1_000));
                }
                ProfileRecord profile = ProfileRecord.of(labels(i % HEADS), file.gzip())
                        .tenant("acme")
                        .timeMillis(TAKEN_MILLIS)
                        .build();
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(RecordFormat.TOPIC, null, profile.key(), profile.value());
                profile.headers().forEach(header -> record.headers().add(header.name(), header.utf8()));
                producer.send(record).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    /** Waits until all heads hold all profiles, and a checkpoint does. */
    private void awaitWhole(HeadStore heads, RunningJob job) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int head = 0; head < HEADS; head++) {
            while (read(heads, head) < PROFILES_OF_A_HEAD) {
                checkTime(deadline, "head " + head + " does not hold all profiles");
            }
        }
        long checkpoints = job.completedCheckpointCount();
        while (job.completedCheckpointCount() < checkpoints + 2) {
            checkTime(deadline, "no checkpoint");
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Without a pause, but where the client says at once that the job does not run. */
    private void startReaders(HeadStore heads) {
        for (int reader = 0; reader < READERS; reader++) {
            int head = reader % HEADS;
            Thread thread = new Thread(
                    () -> {
                        while (!stopped) {
                            if (read(heads, head) == 0) {
                                LockSupport.parkNanos(1_000_000);
                            }
                        }
                    },
                    "reader-" + reader);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Profiles found, 0 where the read was refused: the job is not there for a moment in each cycle. */
    private int read(HeadStore heads, int head) {
        try {
            return heads.head(PublishedStates.LOG_A, key(head))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .map(found -> found.profileCount())
                    .orElse(0);
        } catch (ExecutionException | TimeoutException refused) {
            return 0;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void cycle(RunningJob job, int cycle) throws Exception {
        awaitReads();
        FailsWhenAsked.ASKED.incrementAndGet();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (FailsWhenAsked.DONE.get() < FailsWhenAsked.ASKED.get()) {
            checkTime(deadline, "the task beside the job does not fail");
            TimeUnit.MILLISECONDS.sleep(1);
        }
        job.awaitRunning(PATIENCE);
        System.out.println("cycle " + cycle + ", " + fetched("ok") + " reads");
    }

    /** Reads of state that came to an end so, since the start; what the client had at hand is not among them. */
    private long fetched(String outcome) {
        Counter counter = registry.find("heads.fetches").tag("outcome", outcome).counter();
        return counter == null ? 0 : (long) counter.count();
    }

    /** Waits until as many heads as there are readers were read: all of them are at it then. */
    private void awaitReads() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long wanted = fetched("ok") + READERS;
        while (fetched("ok") < wanted) {
            checkTime(deadline, "the readers read nothing");
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private static void checkTime(long deadlineNanos, String what) {
        if (System.nanoTime() > deadlineNanos) {
            System.out.println("gave up: " + what);
            System.exit(1);
        }
    }
}
