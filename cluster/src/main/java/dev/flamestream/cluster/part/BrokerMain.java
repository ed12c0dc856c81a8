package dev.flamestream.cluster.part;

import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.standalone.kafka.BrokerSettings;
import dev.flamestream.standalone.kafka.EmbeddedKafka;
import dev.flamestream.standalone.kafka.TopicSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A Kafka broker as a process: {@code BrokerMain FOLDER PORT CONTROLLER-PORT}. */
public final class BrokerMain {
    private static final int FAILED = 1;

    /** A partition's share outlasts minutes of the job's absence at thousands of large profiles a second. */
    private static final TopicSettings PROFILES =
            new TopicSettings(RecordFormat.TOPIC, TopicSettings.DEFAULT_PARTITIONS, Duration.ofHours(24), 8L << 30);

    private BrokerMain() {}

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        BrokerSettings settings = new BrokerSettings(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        EmbeddedKafka.onFatal(reason -> {
            System.err.println("ERROR broker: " + reason);
            Runtime.getRuntime().halt(FAILED);
        });
        try {
            EmbeddedKafka kafka = EmbeddedKafka.start(settings, List.of(PROFILES, TopicSettings.rejected()));
            CountDownLatch closed = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                kafka.close();
                                closed.countDown();
                            },
                            "broker-stop"));
            closed.await();
        } catch (IOException failure) {
            System.err.println("ERROR broker: " + failure.getMessage());
            Runtime.getRuntime().halt(FAILED);
        }
    }
}
