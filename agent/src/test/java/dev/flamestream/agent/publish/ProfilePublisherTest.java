package dev.flamestream.agent.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.agent.Eventually;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ProfilePublisherTest {
    private static final Labels LABELS = Labels.of("__name__", "process_cpu", "service_name", "shop");
    private static final Instant TIME = Instant.parse("2026-11-23T10:00:00Z");

    /** A port that no program takes for itself: a free one may be some HTTP server's a moment later. */
    private static final String NOBODY = "127.0.0.1:1";

    private static final long MIN_BUFFER = RecordFormat.MAX_RECORD_BYTES;

    private final Map<Outcome, AtomicInteger> settled = new EnumMap<>(Outcome.class);

    private void count(Outcome outcome, long bytes) {
        synchronized (settled) {
            settled.computeIfAbsent(outcome, key -> new AtomicInteger()).incrementAndGet();
        }
    }

    private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
        return new MockProducer<>(autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Delivery await(CompletableFuture<Delivery> delivery) throws Exception {
        return delivery.get(20, TimeUnit.SECONDS);
    }

    @Test
    void writesTheRecordThatTheFormatSpecifies() throws Exception {
        MockProducer<byte[], byte[]> producer = producer(true);
        byte[] pprof = {1, 2, 3};

        Delivery delivery;
        try (ProfilePublisher publisher = ProfilePublisher.to("kafka:9092")
                .tenant("team-a")
                .labels(Labels.of("region", "eu", "service_name", "not this"))
                .agent("test/1")
                .open(() -> producer)) {
            delivery = await(publisher.publish(LABELS, TIME, pprof).toCompletableFuture());
        }

        assertThat(delivery).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(producer.history()).hasSize(1);
        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        Labels all = LABELS.with("region", "eu");
        assertThat(record.topic()).isEqualTo("profiles");
        assertThat(new String(record.key(), UTF_8)).isEqualTo(RecordFormat.key("team-a", all));
        assertThat(record.timestamp()).isEqualTo(TIME.toEpochMilli());
        assertThat(record.value()).isSameAs(pprof);
        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        assertThat(headers.remove("id")).hasSize(36);
        assertThat(headers)
                .isEqualTo(Map.of(
                        "tenant", "team-a",
                        "label.__name__", "process_cpu",
                        "label.service_name", "shop",
                        "label.region", "eu",
                        "time", Long.toString(TIME.toEpochMilli()),
                        "agent", "test/1"));
    }

    @Test
    void asksKafkaForWhatItPromises() {
        Properties properties = KafkaSettings.of(PublisherSettings.of("kafka:9092"));

        assertThat(properties)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("compression.type", "none")
                .containsEntry("max.request.size", Integer.toString(16 << 20))
                .containsEntry("delivery.timeout.ms", "120000")
                .containsEntry("max.block.ms", "1000");
    }

    @Test
    void refusesNewProfilesPastItsBoundWhileKafkaIsAwayAndNeverBlocks() throws Exception {
        List<CompletableFuture<Delivery>> deliveries = new ArrayList<>();
        long start;
        long publishedMillis;
        try (ProfilePublisher publisher = ProfilePublisher.to(NOBODY)
                .buffer(MIN_BUFFER, 1_000)
                .listener(this::count)
                .open()) {
            start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                deliveries.add(
                        publisher.publish(LABELS, TIME, new byte[1 << 20]).toCompletableFuture());
            }
            publishedMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();

            // 16 MiB hold 15 profiles of 1 MiB and their headers.
            assertThat(publisher.bufferedProfiles()).isEqualTo(15);
            assertThat(publisher.bufferedBytes()).isBetween(15L << 20, MIN_BUFFER);
            assertThat(await(deliveries.get(15)).outcome()).isEqualTo(Outcome.BUFFER_FULL);
            assertThat(await(deliveries.get(15)).detail()).startsWith("the buffer holds 15 of 1000 profiles, ");
            assertThat(deliveries.get(0)).isNotDone();
            assertThat(publisher.isKafkaAway()).isTrue();
            start = System.nanoTime();
            publisher.close(Duration.ofMillis(500));
        }
        long closeMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();

        assertThat(publishedMillis).isLessThan(2_000);
        assertThat(closeMillis).isLessThan(3_500);
        assertThat(deliveries).allMatch(CompletableFuture::isDone);
        assertThat(settled.get(Outcome.CLOSED)).hasValue(15);
        assertThat(settled.get(Outcome.BUFFER_FULL)).hasValue(5);
    }

    @Test
    void aBrokerThatTakesConnectionsAndNeverAnswersHoldsUpNobody() throws Exception {
        // Connections wait in the backlog and nobody ever reads them: a broker that was stopped with SIGSTOP.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ProfilePublisher publisher = ProfilePublisher.to("127.0.0.1:" + silent.getLocalPort())
                        .buffer(MIN_BUFFER, 10)
                        .deliveryTimeout(Duration.ofSeconds(1))
                        .listener(this::count)
                        .open()) {
            List<CompletableFuture<Delivery>> deliveries = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < 15; i++) {
                deliveries.add(publisher.publish(LABELS, TIME, new byte[10]).toCompletableFuture());
            }
            long publishedMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            for (CompletableFuture<Delivery> delivery : deliveries) {
                await(delivery);
            }
            start = System.nanoTime();
            publisher.close(Duration.ofMillis(500));

            assertThat(publishedMillis).isLessThan(1_000);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3_500));
            assertThat(settled.get(Outcome.TIMED_OUT)).hasValue(10);
            assertThat(settled.get(Outcome.BUFFER_FULL)).hasValue(5);
        }
    }

    @Test
    void givesUpAfterTheDeliveryTimeoutWhileKafkaIsAway() throws Exception {
        try (ProfilePublisher publisher = ProfilePublisher.to(NOBODY)
                .deliveryTimeout(Duration.ofSeconds(1))
                .open()) {
            Delivery delivery =
                    await(publisher.publish(LABELS, TIME, new byte[10]).toCompletableFuture());

            assertThat(delivery.outcome()).isEqualTo(Outcome.TIMED_OUT);
            assertThat(delivery.detail()).contains("Topic profiles not present in metadata after");
            assertThat(publisher.bufferedBytes()).isZero();
            assertThat(publisher.isKafkaAway()).isTrue();
        }
    }

    @Test
    void keepsProfilesUntilTheBrokersNameResolves() throws Exception {
        MockProducer<byte[], byte[]> producer = producer(true);
        AtomicInteger tries = new AtomicInteger();
        ProducerFactory factory = () -> {
            if (tries.incrementAndGet() < 3) {
                throw new KafkaException("no resolvable bootstrap urls");
            }
            return producer;
        };
        try (ProfilePublisher publisher = ProfilePublisher.to("kafka:9092").open(factory)) {
            Delivery delivery =
                    await(publisher.publish(LABELS, TIME, new byte[10]).toCompletableFuture());

            assertThat(delivery).isEqualTo(Delivery.ACKNOWLEDGED);
            assertThat(tries).hasValue(3);
        }
    }

    @Test
    void freesItsBufferAndTellsWhyWhenKafkaRefusesAProfile() throws Exception {
        MockProducer<byte[], byte[]> producer = producer(false);
        try (ProfilePublisher publisher =
                ProfilePublisher.to("kafka:9092").listener(this::count).open(() -> producer)) {
            CompletableFuture<Delivery> delivery =
                    publisher.publish(LABELS, TIME, new byte[10]).toCompletableFuture();
            Eventually.holds("handed over", () -> producer.history().size() == 1);
            assertThat(publisher.bufferedProfiles()).isEqualTo(1);

            producer.errorNext(new RecordTooLargeException("the topic takes 1 MB"));

            assertThat(await(delivery))
                    .isEqualTo(new Delivery(Outcome.KAFKA_ERROR, "RecordTooLargeException: the topic takes 1 MB"));
            assertThat(publisher.bufferedBytes()).isZero();
            assertThat(settled.get(Outcome.KAFKA_ERROR)).hasValue(1);
        }
    }

    @Test
    void refusesWhatNoRecordHolds() throws Exception {
        try (ProfilePublisher publisher = ProfilePublisher.to("kafka:9092").open(() -> producer(true))) {
            byte[] largest = new byte[RecordFormat.MAX_VALUE_BYTES];
            byte[] tooLarge = new byte[RecordFormat.MAX_VALUE_BYTES + 1];
            Labels wide = LABELS.with("x", "y".repeat(70_000));

            assertThat(await(publisher.publish(LABELS, TIME, largest).toCompletableFuture()))
                    .isEqualTo(Delivery.ACKNOWLEDGED);
            assertThat(await(publisher.publish(LABELS, TIME, tooLarge).toCompletableFuture()))
                    .isEqualTo(new Delivery(
                            Outcome.TOO_LARGE, "profile: expected at most 16711680 bytes, found 16711681"));
            assertThat(await(publisher.publish(wide, TIME, new byte[1]).toCompletableFuture())
                            .detail())
                    .startsWith("labels: expected at most 64512 bytes, found 70");
        }
    }

    @Test
    void sendsWhatItHoldsWhenClosedAndRefusesWhatComesAfter() throws Exception {
        MockProducer<byte[], byte[]> producer = producer(true);
        ProfilePublisher publisher = ProfilePublisher.to("kafka:9092").open(() -> producer);
        List<CompletableFuture<Delivery>> deliveries = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            deliveries.add(publisher.publish(LABELS, TIME, new byte[10]).toCompletableFuture());
        }

        publisher.close();

        assertThat(deliveries).allMatch(CompletableFuture::isDone);
        for (CompletableFuture<Delivery> delivery : deliveries) {
            assertThat(await(delivery)).isEqualTo(Delivery.ACKNOWLEDGED);
        }
        assertThat(producer.closed()).isTrue();
        assertThat(await(publisher.publish(LABELS, TIME, new byte[10]).toCompletableFuture())
                        .outcome())
                .isEqualTo(Outcome.CLOSED);
    }

    @Test
    void refusesSettingsThatBreakItsPromisesAndNeverPrintsSecrets() {
        PublisherSettings settings = new PublisherSettings(
                "kafka:9092", "profiles", MIN_BUFFER, 1, Duration.ofSeconds(1), Map.of("sasl.jaas.config", "s3cret"));

        assertThat(settings.toString()).contains("sasl.jaas.config").doesNotContain("s3cret");
        assertThatThrownBy(() -> PublisherSettings.of("kafka"))
                .hasMessage("bootstrap servers: expected host:port,host:port,... found \"kafka\"");
        assertThatThrownBy(() -> settings.withBuffer(MIN_BUFFER - 1, 1))
                .hasMessage("buffer: expected at least one record's 16777216 bytes, found 16777215");
        assertThatThrownBy(() -> KafkaSettings.of(new PublisherSettings(
                        "kafka:9092", "p", MIN_BUFFER, 1, Duration.ofSeconds(1), Map.of("acks", "0"))))
                .hasMessage("the publisher sets acks itself");
    }
}
