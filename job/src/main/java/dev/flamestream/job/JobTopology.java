package dev.flamestream.job;

import dev.flamestream.job.blocks.BlockBucketAssigner;
import dev.flamestream.job.blocks.BlockBulkWriter;
import dev.flamestream.job.blocks.NewBlock;
import dev.flamestream.job.blocks.OneBlockAFile;
import dev.flamestream.job.heads.HeadOperator;
import dev.flamestream.job.intake.HeadRouter;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.job.intake.KafkaRecord;
import dev.flamestream.job.intake.KafkaRecordReader;
import dev.flamestream.job.intake.RejectedRecord;
import dev.flamestream.job.intake.RejectedRecordWriter;
import dev.flamestream.job.intake.ReplicaRecord;
import dev.flamestream.job.intake.RouterSettings;
import dev.flamestream.job.replica.ReplicaElection;
import dev.flamestream.job.state.HeadKeySerializer;
import dev.flamestream.schemas.record.RecordFormat;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The job from top to bottom.
 *
 * <pre>
 * Kafka profiles ─► router ──────────► by head ─► heads ─► blocks (file sink)      heads, writer and committer in one chain
 *                     ├─ replicas ─► election ─┘     │
 *                     └── rejected ──────────────────┴──────► Kafka profiles.rejected
 * </pre>
 *
 * <p>The chain is what the hand-over of a cut to its block rests on: the committer is told of a checkpoint before the heads
 * are. A test asserts it. Blocks come to the sink whole; they are built beside the heads' thread.
 */
public final class JobTopology {
    private JobTopology() {}

    /** Adds the job to an environment. */
    public static void build(StreamExecutionEnvironment environment, JobConfig config) {
        SingleOutputStreamOperator<IntakeRecord> routed = environment
                .fromSource(source(config), WatermarkStrategy.noWatermarks(), "profiles")
                .uid(OperatorIds.SOURCE)
                .process(router(config))
                .returns(IntakeRecord.TYPE)
                .name("route to heads")
                .uid(OperatorIds.ROUTER);
        DataStream<IntakeRecord> elected = routed.getSideOutput(HeadRouter.REPLICAS)
                .keyBy(ReplicaRecord::cluster, Types.STRING)
                .process(new ReplicaElection(config.replicas()))
                .returns(IntakeRecord.TYPE)
                .name("elect replicas")
                .uid(OperatorIds.ELECTION);
        SingleOutputStreamOperator<NewBlock> blocks = routed.union(elected)
                .keyBy(IntakeRecord::headKey, HeadKeySerializer.TYPE)
                .transform("heads", NewBlock.TYPE, new HeadOperator(config.headSettings()))
                .uid(OperatorIds.HEADS);
        blocks.sinkTo(blocks(config)).name("blocks").uid(OperatorIds.BLOCKS);
        DataStream<RejectedRecord> rejected =
                routed.getSideOutput(HeadRouter.REJECTED).union(blocks.getSideOutput(HeadOperator.REJECTED));
        rejected.sinkTo(rejects(config)).name("rejected").uid(OperatorIds.REJECTED);
    }

    /** The connector's interface still takes the enum that Kafka's clients have deprecated. */
    @SuppressWarnings("deprecation")
    private static KafkaSource<KafkaRecord> source(JobConfig config) {
        return KafkaSource.<KafkaRecord>builder()
                .setProperties(config.kafka().ofConsumer())
                .setBootstrapServers(config.kafka().bootstrapServers())
                .setTopics(config.kafka().topic())
                .setGroupId(config.kafka().groupId())
                // Without state to restore, what earlier checkpoints have stored must not be counted again.
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setProperty(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(2 * RecordFormat.MAX_RECORD_BYTES))
                .setProperty(
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        Integer.toString(RecordFormat.MAX_RECORD_BYTES))
                .setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "200")
                .setProperty("partition.discovery.interval.ms", "60000")
                .setDeserializer(new KafkaRecordReader())
                .build();
    }

    private static HeadRouter router(JobConfig config) {
        return new HeadRouter(new RouterSettings(
                config.policies(),
                config.kafka(),
                config.groupingLabels(),
                config.cutPolicy().window(),
                config.routes(),
                config.replicas()));
    }

    private static FileSink<NewBlock> blocks(JobConfig config) {
        return FileSink.forBulkFormat(new Path(config.blocksUri()), new BlockBulkWriter.Factory())
                .withBucketAssigner(new BlockBucketAssigner())
                .withRollingPolicy(new OneBlockAFile())
                .withOutputFileConfig(OutputFileConfig.builder()
                        .withPartPrefix("block")
                        .withPartSuffix(".parquet")
                        .build())
                .build();
    }

    /**
     * At least once: a rejected record is never lost, also where the job is away for longer than a Kafka transaction may be
     * open; one that is written twice after a crash is known by its topic, partition and offset.
     */
    private static KafkaSink<RejectedRecord> rejects(JobConfig config) {
        Properties producer = config.kafka().ofProducer();
        producer.setProperty(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(2 * RecordFormat.MAX_RECORD_BYTES));
        producer.setProperty(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(2 * RecordFormat.MAX_RECORD_BYTES));
        return KafkaSink.<RejectedRecord>builder()
                .setBootstrapServers(config.kafka().bootstrapServers())
                .setKafkaProducerConfig(producer)
                .setRecordSerializer(new RejectedRecordWriter(config.kafka().rejectedTopic()))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }
}
