package dev.flamestream.standalone.up;

import dev.flamestream.agent.config.AgentConfig;
import dev.flamestream.query.QueryService;
import dev.flamestream.standalone.flink.EmbeddedFlink;
import dev.flamestream.standalone.flink.FlinkSettings;
import dev.flamestream.standalone.flink.LoopbackPorts;
import dev.flamestream.standalone.flink.RunningJob;
import dev.flamestream.standalone.kafka.BrokerSettings;
import dev.flamestream.standalone.kafka.EmbeddedKafka;
import dev.flamestream.standalone.kafka.TopicSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka, Flink with the job, the query service and the agent in one process, on one data folder.
 *
 * <p>What is started later uses what was started before; closing goes the other way, and each part bounds its own close, so
 * that the whole ends within ten seconds. Nothing is lost by closing, or by not closing: Kafka holds what it acknowledged,
 * and the job goes on from its newest checkpoint.
 *
 * <p>{@link #close} may be called from another thread while {@link #start} runs.
 */
public final class Standalone implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Standalone.class);

    /** People's queries of the last seconds; they can ask again. */
    private static final Duration QUERY_CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final S3Environment s3 = new S3Environment(System.getenv());
    private final UpOptions options;
    private final Progress progress;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Nothing runs before {@link #start}. */
    public Standalone(UpOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Starts everything, in order; what was started before a failure is left for {@link #close}. */
    public void start() throws StartFailure {
        Instant processStart = Instant.now();
        Optional<AgentConfig> agentConfig = Optional.empty();
        if (options.agentConfig().isPresent()) {
            agentConfig = Optional.of(AgentPart.read(options.agentConfig().get()));
        }
        DataFolder folder = keep(DataFolder.open(options.data()));
        LimitsFile.prepare(options.limitsFile());
        PortCheck.check("--kafka-port", options.kafkaPort());
        PortCheck.check("--http-port", options.httpPort());
        EmbeddedKafka.onFatal(failure::complete);
        try {
            LoopbackPorts ports = LoopbackPorts.choose();
            EmbeddedKafka kafka = startKafka(folder, ports);
            EmbeddedFlink flink = startFlink(folder, ports);
            RunningJob job = JobPart.start(flink, kafka.bootstrapServers(), options);
            progress.ready("job");
            localBlocks().ifPresent(parts -> keep(LeftoverSweep.start(parts, job, processStart)));
            SelfProfilingPart profiling = keep(SelfProfilingPart.start(kafka.bootstrapServers()));
            QueryService queries = QueryPart.start(options, ports, s3, profiling.onDemand());
            keep(new BoundedClose("query-service", queries, QUERY_CLOSE_PATIENCE));
            QueryPart.awaitReady(options.httpPort());
            progress.ready("query service");
            if (agentConfig.isPresent()) {
                keep(AgentPart.start(agentConfig.get(), kafka.bootstrapServers()));
            }
            progress.ready("agent");
            keep(Watchdog.start(List.of(new DiskCheck(folder), new FlinkCheck(job)), failure::complete));
        } catch (IOException cause) {
            throw new StartFailure(String.valueOf(cause.getMessage()), cause);
        }
    }

    /** Waits for what ends this process before anybody asked it to, and says what it was. */
    public String awaitFailure() {
        return failure.join();
    }

    /** A store lists no half-written objects; removing them is for a life-cycle rule of the bucket. */
    private Optional<LeftoverParts> localBlocks() {
        URI root = options.blocksRoot();
        return "file".equals(root.getScheme())
                ? Optional.of(new LeftoverParts(Path.of(root.getPath()).resolve("blocks")))
                : Optional.empty();
    }

    private EmbeddedKafka startKafka(DataFolder folder, LoopbackPorts ports) throws IOException {
        BrokerSettings broker = new BrokerSettings(folder.kafka(), options.kafkaPort(), ports.kafkaController());
        EmbeddedKafka kafka = keep(EmbeddedKafka.start(
                broker, List.of(TopicSettings.profiles(TopicSettings.DEFAULT_PARTITIONS), TopicSettings.rejected())));
        progress.ready("Kafka");
        return kafka;
    }

    private EmbeddedFlink startFlink(DataFolder folder, LoopbackPorts ports) throws IOException {
        EmbeddedFlink flink = keep(EmbeddedFlink.start(new FlinkSettings(
                folder.checkpoints(),
                folder.scratch(),
                options.checkpointInterval(),
                options.slots(),
                ports,
                s3.toFlink())));
        progress.ready("Flink");
        return flink;
    }

    private <T extends AutoCloseable> T keep(T part) {
        synchronized (parts) {
            parts.push(part);
        }
        return part;
    }

    /** Closes what was started, last first; a part that fails to close does not keep the others from it. */
    @Override
    public void close() {
        while (true) {
            AutoCloseable part;
            synchronized (parts) {
                if (parts.isEmpty()) {
                    return;
                }
                part = parts.pop();
            }
            try {
                part.close();
            } catch (Exception cause) {
                log.atWarn().setCause(cause).log("part did not close cleanly");
            }
        }
    }
}
