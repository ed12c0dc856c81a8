package dev.flamestream.job.jar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.LocalBlockStore;
import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.head.HeadAppender;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.profile.Decoded;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.job.blocks.AtOnce;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar for {@code flink run}, as the build has made it: how large it is, what is in it, and that it works by itself. */
class JobJarIT {
    private static final Path JAR = Path.of("target/flink/flamestream-job.jar");
    private static final long MAX_BYTES = 25_000_000;
    private static final HeadKey KEY = new HeadKey("acme", 1, 42, 0);

    @TempDir
    private Path folder;

    @Test
    void isSmallEnough() throws IOException {
        assertThat(Files.size(JAR)).isLessThanOrEqualTo(MAX_BYTES);
    }

    @Test
    void holdsTheJobAndNothingThatAClusterHas() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream().map(entry -> entry.getName()).toList();

            assertThat(names)
                    .contains(
                            "dev/flamestream/job/FlamestreamJob.class",
                            "dev/flamestream/engine/block/write/BlockWriter.class",
                            "org/apache/flink/connector/kafka/source/KafkaSource.class",
                            "org/apache/kafka/clients/consumer/KafkaConsumer.class",
                            "org/apache/parquet/hadoop/ParquetFileWriter.class");
            assertThat(names)
                    .noneMatch(name -> name.startsWith("org/apache/flink/runtime/")
                            || name.startsWith("org/apache/flink/core/")
                            || name.startsWith("org/apache/flink/api/common/functions/")
                            || name.startsWith("org/slf4j/")
                            || name.startsWith("org/rocksdb/")
                            || name.startsWith("com/google/protobuf/"));
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("dev.flamestream.job.FlamestreamJob");
        }
    }

    /** Every Flink that is published brings SLF4J 1.7, where the fluent form of 2.0 ends the task that logs. */
    @Test
    void logsOnlyByWhatTheClustersSlf4jHas() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> fluent = new ArrayList<>();
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                if (entry.getName().startsWith("dev/flamestream/")) {
                    byte[] bytes = jar.getInputStream(entry).readAllBytes();
                    if (new String(bytes, StandardCharsets.ISO_8859_1).contains("org/slf4j/spi/LoggingEventBuilder")) {
                        fluent.add(entry.getName());
                    }
                }
            }
            assertThat(fluent).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void writesABlockWithItsOwnClassesAlone() throws Exception {
        try (URLClassLoader alone = alone()) {
            BulkWriter.Factory<Object> factory =
                    (BulkWriter.Factory<Object>) instance(alone, "dev.flamestream.job.blocks.BlockBulkWriter$Factory");
            Path file = Files.createDirectories(folder.resolve("blocks/tenant=acme/date=1970-01-01"))
                    .resolve("block-1.parquet");
            try (FSDataOutputStream out = LocalFileSystem.getSharedInstance()
                    .create(new org.apache.flink.core.fs.Path(file.toUri()), LocalFileSystem.WriteMode.NO_OVERWRITE)) {
                BulkWriter<Object> writer = factory.create(out);
                writer.addElement(built(alone));
                writer.finish();
            }

            LocalBlockStore store = new LocalBlockStore(folder);
            try (BlockFile block = store.open("blocks/tenant=acme/date=1970-01-01/block-1.parquet")) {
                assertThat(BlockFooter.read(block).sections())
                        .singleElement()
                        .satisfies(section -> assertThat(section.total()).isEqualTo(30));
            }
        }
    }

    @Test
    void buildsTheJobWithItsOwnClassesAlone() throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader alone = alone()) {
            thread.setContextClassLoader(alone);
            Class<?> configs = alone.loadClass("dev.flamestream.job.JobConfig");
            Object config = configs.getMethod("of", Map.class)
                    .invoke(
                            null,
                            Map.of(
                                    "kafka",
                                    "127.0.0.1:1",
                                    "blocks",
                                    folder.toUri().toString()));
            Method build = alone.loadClass("dev.flamestream.job.JobTopology")
                    .getMethod("build", StreamExecutionEnvironment.class, configs);

            build.invoke(null, environment, config);

            assertThat(environment.getStreamGraph().getJobGraph().getNumberOfVertices())
                    .isPositive();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Kafka's clients begin threads and load codecs when they are made; nobody needs to answer. */
    @Test
    void makesKafkasClientsWithItsOwnClassesAlone() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader alone = alone()) {
            thread.setContextClassLoader(alone);
            String bytes = "org.apache.kafka.common.serialization.ByteArray";
            Map<String, Object> settings = Map.of(
                    "bootstrap.servers", "127.0.0.1:1",
                    "group.id", "flamestream",
                    "key.deserializer", bytes + "Deserializer",
                    "value.deserializer", bytes + "Deserializer",
                    "key.serializer", bytes + "Serializer",
                    "value.serializer", bytes + "Serializer",
                    "compression.type", "zstd");
            for (String client : List.of("consumer.KafkaConsumer", "producer.KafkaProducer")) {
                Object made = alone.loadClass("org.apache.kafka.clients." + client)
                        .getConstructor(Map.class)
                        .newInstance(settings);
                ((AutoCloseable) made).close();
            }
            Object admin = alone.loadClass("org.apache.kafka.clients.admin.Admin")
                    .getMethod("create", Map.class)
                    .invoke(null, settings);
            ((AutoCloseable) admin).close();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URLClassLoader alone() throws IOException {
        return new URLClassLoader(
                new URL[] {JAR.toAbsolutePath().toUri().toURL()}, new OnlyFlink(JobJarIT.class.getClassLoader()));
    }

    private static Object instance(ClassLoader classes, String name) throws ReflectiveOperationException {
        return classes.loadClass(name).getConstructor().newInstance();
    }

    /** A block that the jar's classes make of a log. */
    private Object built(ClassLoader alone) throws Exception {
        Class<?> keys = alone.loadClass("dev.flamestream.engine.head.HeadKey");
        Class<?> cuts = alone.loadClass("dev.flamestream.job.blocks.Cut");
        Object key = keys.getMethod("fromBytes", byte[].class).invoke(null, (Object) KEY.toBytes());
        Object cut = cuts.getConstructor(keys, List.class).newInstance(key, log());
        Class<?> builders = alone.loadClass("dev.flamestream.job.blocks.BlockBuilder");
        try (AutoCloseable builder = (AutoCloseable) builders.getConstructor(String.class, ExecutorService.class)
                .newInstance(folder.toUri().toString(), AtOnce.open("blocks"))) {
            builders.getMethod("start", List.class).invoke(builder, List.of(cut));
            Object built = ((Optional<?>) builders.getMethod("take").invoke(builder)).orElseThrow();
            Object block = ((Optional<?>) built.getClass().getMethod("block").invoke(built)).orElseThrow();
            assertThat(block.getClass().getClassLoader()).isSameAs(alone);
            return block;
        }
    }

    private static List<byte[]> log() {
        byte[] file = PprofFile.of("cpu/nanoseconds")
                .sample("main;a", 10)
                .sample("main;b", 20)
                .gzip();
        Labels labels = Labels.of(Labels.SERVICE_NAME, "shop", Labels.PROFILE_NAME, "process_cpu");
        HeadIndex index = HeadIndex.open(KEY, UUID.randomUUID(), labels);
        byte[] header = index.header();
        try (PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT)) {
            FlatProfile profile = ((Decoded.Accepted) decoder.decode(file)).profile();
            HeadAppender appender = new HeadAppender(ProfileLimits.DEFAULT);
            Arrival arrival = new Arrival(labels, 5, "");
            assertThat(appender.check(profile, arrival)).isEmpty();
            return List.of(header, appender.append(index, profile, arrival));
        }
    }
}
