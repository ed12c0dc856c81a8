package dev.flamestream.query.push;

import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.query.kafka.KafkaConnection;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes profiles to Kafka: idempotent, acknowledged by all in-sync replicas, and not compressed, since pprof files are
 * gzip already.
 *
 * <p>Thread-safe. The producer is made at the first publish that finds a broker's name resolvable, so that the service starts
 * and answers queries while Kafka is away.
 */
public final class KafkaProfilePublisher implements ProfilePublisher {
    private static final Logger log = LoggerFactory.getLogger(KafkaProfilePublisher.class);

    /** Four of the largest records: more in flight than a leader takes in at once, and small beside the heap. */
    private static final long BUFFER_BYTES = 4L * RecordFormat.MAX_RECORD_BYTES;

    /** A full buffer or missing metadata holds a request thread this long; clients of the push API give up after 10 s. */
    private static final Duration MAX_BLOCK = Duration.ofSeconds(2);

    /** With {@link #MAX_BLOCK} below the 10 s that clients wait, and enough for one try and one after a leader moved. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(7);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

    /** Gathers what requests of the same moment bring into one batch. */
    private static final Duration LINGER = Duration.ofMillis(5);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** As the job has it. */
    private static final int MAX_DETAIL_LENGTH = 2_000;

    private final KafkaConnection connection;
    private final String topic;
    private final String rejectedTopic;
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean closed;

    /** Connects to nothing yet. */
    public KafkaProfilePublisher(KafkaConnection connection, String topic, String rejectedTopic) {
        this.connection = connection;
        this.topic = topic;
        this.rejectedTopic = rejectedTopic;
    }

    @Override
    public CompletableFuture<Published> publish(List<ProfileRecord> records) {
        return sendAll(records, record -> recordOf(topic, record));
    }

    @Override
    public CompletableFuture<Published> publishRefused(List<ProfileRecord> records, Rejection rejection) {
        return sendAll(records, profile -> {
            ProducerRecord<byte[], byte[]> record = recordOf(rejectedTopic, profile);
            record.headers()
                    .add(RecordFormat.REASON, rejection.reason().wireName().getBytes(StandardCharsets.UTF_8))
                    .add(RecordFormat.DETAIL, excerpt(rejection.detail()).getBytes(StandardCharsets.UTF_8))
                    // It never stood there, but that is where it would go.
                    .add(RecordFormat.ORIGINAL_TOPIC, topic.getBytes(StandardCharsets.UTF_8));
            return record;
        });
    }

    private static String excerpt(String detail) {
        return detail.length() <= MAX_DETAIL_LENGTH ? detail : detail.substring(0, MAX_DETAIL_LENGTH);
    }

    private static ProducerRecord<byte[], byte[]> recordOf(String topic, ProfileRecord profile) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, profile.key(), profile.value());
        profile.headers().forEach(header -> record.headers().add(header.name(), header.utf8()));
        return record;
    }

    private CompletableFuture<Published> sendAll(
            List<ProfileRecord> profiles, Function<ProfileRecord, ProducerRecord<byte[], byte[]>> form) {
        List<CompletableFuture<Published>> all = new ArrayList<>(profiles.size());
        for (ProfileRecord profile : profiles) {
            all.add(send(form.apply(profile)));
        }
        return all.stream()
                .reduce((a, b) -> a.thenCombine(b, KafkaProfilePublisher::worse))
                .orElseGet(() -> CompletableFuture.completedFuture(Published.ACKNOWLEDGED));
    }

    private static Published worse(Published a, Published b) {
        return a.outcome().compareTo(b.outcome()) >= 0 ? a : b;
    }

    private CompletableFuture<Published> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Published> done = new CompletableFuture<>();
        try {
            var unused = producer().send(record, (metadata, failure) -> done.complete(publishedOf(failure)));
        } catch (KafkaException | IllegalStateException e) {
            // Thrown, not called back, where the record never enters the buffer: too large, no metadata, or closed.
            done.complete(publishedOf(e));
        }
        return done;
    }

    private Published publishedOf(@Nullable Exception failure) {
        if (failure == null) {
            return Published.ACKNOWLEDGED;
        }
        if (failure instanceof RecordTooLargeException) {
            return new Published(
                    Outcome.TOO_LARGE,
                    "expected a record of at most " + RecordFormat.MAX_RECORD_BYTES + " bytes (MAX_RECORD_BYTES): "
                            + failure.getMessage());
        }
        log.atWarn()
                .addKeyValue("topic", topic)
                .addKeyValue("error", reasonOf(failure))
                .log("profile not acknowledged; its client is told to send it again");
        return new Published(Outcome.UNAVAILABLE, "Kafka did not acknowledge: " + reasonOf(failure));
    }

    /** Its innermost cause: a client that cannot be made says only there what it misses. */
    private static String reasonOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (closed) {
            throw new IllegalStateException("the service is stopping");
        }
        if (producer == null) {
            producer = new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "flamestream-query-service");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RecordFormat.MAX_REJECTED_RECORD_BYTES);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(DELIVERY_TIMEOUT.toMillis()));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(REQUEST_TIMEOUT.toMillis()));
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER.toMillis());
        return connection.ofProducer(settings);
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> open;
        synchronized (this) {
            closed = true;
            open = producer;
        }
        if (open != null) {
            open.close(CLOSE_TIMEOUT);
        }
    }
}
