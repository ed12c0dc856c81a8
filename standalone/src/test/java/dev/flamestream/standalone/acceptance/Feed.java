package dev.flamestream.standalone.acceptance;

import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.RecordFormat;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes records as any Kafka client would, idempotently, and tells what Kafka has acknowledged. Thread-safe. */
final class Feed implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaProducer<byte[], byte[]> producer;

    /** A feed whose client has some settings of its own. */
    Feed(String bootstrapServers, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                4 * RecordFormat.MAX_RECORD_BYTES,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                4L * RecordFormat.MAX_RECORD_BYTES,
                ProducerConfig.LINGER_MS_CONFIG,
                2,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                200));
        settings.putAll(more);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    Feed(String bootstrapServers) {
        this(bootstrapServers, Map.of());
    }

    /** A profile as a record of Kafka's client. */
    static ProducerRecord<byte[], byte[]> recordOf(ProfileRecord profile) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(RecordFormat.TOPIC, null, profile.key(), profile.value());
        profile.headers().forEach(header -> record.headers().add(header.name(), header.utf8()));
        return record;
    }

    CompletableFuture<RecordMetadata> send(ProfileRecord profile) {
        return send(recordOf(profile));
    }

    /** Completes when Kafka has acknowledged the record, or exceptionally when it never will have. */
    CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<RecordMetadata> acknowledged = new CompletableFuture<>();
        var unused = producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                acknowledged.complete(metadata);
            } else {
                acknowledged.completeExceptionally(failure);
            }
        });
        return acknowledged;
    }

    static void awaitAll(Collection<? extends CompletableFuture<?>> acknowledgements) throws Exception {
        CompletableFuture.allOf(acknowledgements.toArray(CompletableFuture<?>[]::new))
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
