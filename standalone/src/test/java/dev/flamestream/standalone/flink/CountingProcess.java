package dev.flamestream.standalone.flink;

import dev.flamestream.standalone.kafka.BrokerSettings;
import dev.flamestream.standalone.kafka.EmbeddedKafka;
import dev.flamestream.standalone.kafka.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** A broker and a mini cluster in a process that tests kill: counts the records of one topic by their value into another. */
final class CountingProcess {
    static final String IN = "in";
    static final String OUT = "out";

    private CountingProcess() {}

    /** Arguments: data folder, Kafka port. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        LoopbackPorts ports = LoopbackPorts.choose();
        BrokerSettings broker =
                new BrokerSettings(folder.resolve("kafka"), Integer.parseInt(arguments[1]), ports.kafkaController());
        List<TopicSettings> topics = List.of(
                new TopicSettings(IN, 4, Duration.ofHours(1), 1L << 30),
                new TopicSettings(OUT, 1, Duration.ofHours(1), 1L << 30));
        FlinkSettings flinkSettings = new FlinkSettings(
                folder.resolve("checkpoints"), folder.resolve("scratch"), Duration.ofMillis(500), 2, ports, Map.of());
        try (EmbeddedKafka kafka = EmbeddedKafka.start(broker, topics);
                EmbeddedFlink flink = EmbeddedFlink.start(flinkSettings)) {
            System.out.println("kafka ready");
            RunningJob job = flink.run(
                    new JobID(1, 1), new Configuration(), environment -> count(environment, kafka.bootstrapServers()));
            job.awaitRunning(Duration.ofSeconds(60));
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }

    private static void count(StreamExecutionEnvironment environment, String bootstrapServers) {
        KafkaSource<String> source = KafkaSource.<String>builder()
                .setBootstrapServers(bootstrapServers)
                .setTopics(IN)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new SimpleStringSchema())
                .build();
        KafkaSink<String> sink = KafkaSink.<String>builder()
                .setBootstrapServers(bootstrapServers)
                .setRecordSerializer(KafkaRecordSerializationSchema.<String>builder()
                        .setTopic(OUT)
                        .setValueSerializationSchema(new SimpleStringSchema())
                        .build())
                .build();
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "in")
                .uid("in")
                .keyBy(value -> value)
                .process(new Count())
                .uid("count")
                .sinkTo(sink)
                .uid("out");
    }

    /** Emits {@code <value> <how often it came>}. */
    private static final class Count extends KeyedProcessFunction<String, String, String> {
        private static final long serialVersionUID = 1;

        private transient @Nullable ValueState<Long> count;

        @Override
        public void open(OpenContext context) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
        }

        @Override
        public void processElement(String value, Context context, Collector<String> out) throws Exception {
            ValueState<Long> state = Objects.requireNonNull(count);
            Long before = state.value();
            long now = (before == null ? 0 : before) + 1;
            state.update(now);
            out.collect(value + " " + now);
        }
    }
}
