package dev.flamestream.benchmarks.shared;

import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.job.FlamestreamJob;
import dev.flamestream.job.JobConfig;
import dev.flamestream.job.JobTopology;
import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.config.PreflightSettings;
import dev.flamestream.job.intake.ReplicaSettings;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.job.tenant.PolicyFile;
import dev.flamestream.query.QueryService;
import dev.flamestream.query.QueryServiceConfig;
import dev.flamestream.query.ServiceWiring;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.standalone.flink.EmbeddedFlink;
import dev.flamestream.standalone.flink.FlinkSettings;
import dev.flamestream.standalone.flink.FolderTree;
import dev.flamestream.standalone.flink.LoopbackPorts;
import dev.flamestream.standalone.kafka.BrokerSettings;
import dev.flamestream.standalone.kafka.EmbeddedKafka;
import dev.flamestream.standalone.kafka.TopicSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;

/**
 * Broker, job in so many slots and query service within this process, so that the time of each slot's thread can be seen. Close it:
 * its folder goes with it.
 */
final class SharedSystem implements AutoCloseable {
    private static final JobID ID = new JobID(0x62656e6368000000L, 1);
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);

    /** The task of a slot's heads and blocks, and which one of how many. */
    private static final Pattern HEADS_THREAD = Pattern.compile("heads.*\\((\\d+)/\\d+\\)#\\d+");

    private static final String LIMITS_FILE = "limits.yaml";

    private final Path folder;
    private final EmbeddedKafka kafka;
    private final EmbeddedFlink flink;
    private final QueryService queries;
    private final int slots;

    private SharedSystem(Path folder, EmbeddedKafka kafka, EmbeddedFlink flink, QueryService queries, int slots) {
        this.folder = folder;
        this.kafka = kafka;
        this.flink = flink;
        this.queries = queries;
        this.slots = slots;
    }

    /** @param limits of tenants, as their file has them; nothing for none */
    static SharedSystem start(int slots, RouteSettings routes, String limits) throws IOException {
        Path folder = Files.createTempDirectory("flamestream-bench-shared");
        Files.writeString(folder.resolve(LIMITS_FILE), limits);
        LoopbackPorts ports = LoopbackPorts.choose();
        LoopbackPorts ofBroker = LoopbackPorts.choose();
        EmbeddedKafka kafka = EmbeddedKafka.start(
                new BrokerSettings(folder.resolve("kafka"), ofBroker.rest(), ofBroker.kafkaController()),
                List.of(TopicSettings.profiles(TopicSettings.DEFAULT_PARTITIONS), TopicSettings.rejected()));
        EmbeddedFlink flink = EmbeddedFlink.start(new FlinkSettings(
                folder.resolve("checkpoints"), folder.resolve("scratch"), CHECKPOINT_INTERVAL, slots, ports, Map.of()));
        JobConfig config = config(folder, kafka.bootstrapServers(), routes);
        flink.run(ID, FlamestreamJob.settings(config), environment -> JobTopology.build(environment, config))
                .awaitRunning(START_PATIENCE);
        return new SharedSystem(folder, kafka, flink, queries(ports, config), slots);
    }

    private static JobConfig config(Path folder, String bootstrapServers, RouteSettings routes) {
        return new JobConfig(
                new KafkaSettings(
                        bootstrapServers,
                        RecordFormat.TOPIC,
                        RecordFormat.REJECTED_TOPIC,
                        JobConfig.JOB_NAME,
                        Map.of()),
                folder.toUri().toString(),
                routes,
                List.of(Labels.SERVICE_NAME, Labels.PROFILE_NAME),
                CutPolicy.DEFAULT,
                new PolicyFile(folder.resolve(LIMITS_FILE).toUri().toString()),
                JobConfig.DEFAULT_MAX_INDEX_BYTES,
                SeriesSettings.DEFAULT,
                ReplicaSettings.DEFAULT,
                CHECKPOINT_INTERVAL,
                PreflightSettings.OFF);
    }

    private static QueryService queries(LoopbackPorts ports, JobConfig config) {
        Map<String, String> settings = Map.of(
                "http.bind",
                LoopbackPorts.HOST,
                "http.port",
                "0",
                "blocks.root",
                config.blocksUri(),
                "flink.rest.urls",
                "http://" + LoopbackPorts.HOST + ":" + ports.rest(),
                "flink.proxies",
                LoopbackPorts.HOST + ":" + ports.stateProxy(),
                "kafka.bootstrap.servers",
                config.kafka().bootstrapServers(),
                "multitenancy",
                "true");
        return ServiceWiring.build(QueryServiceConfig.of(settings), ServiceWiring.Parts.NONE, Clock.systemUTC())
                .start();
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    URI queryService() {
        return URI.create("http://" + LoopbackPorts.HOST + ":" + queries.port() + "/");
    }

    /** CPU time that each slot's heads have used since they began to run, in nanoseconds. */
    long[] slotNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] nanos = new long[slots];
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo thread = threads.getThreadInfo(id);
            Matcher heads = HEADS_THREAD.matcher(thread == null ? "" : thread.getThreadName());
            if (heads.matches()) {
                nanos[Integer.parseInt(heads.group(1)) - 1] = threads.getThreadCpuTime(id);
            }
        }
        return nanos;
    }

    @Override
    public void close() throws IOException {
        queries.close();
        flink.close();
        kafka.close();
        FolderTree.delete(folder);
    }
}
