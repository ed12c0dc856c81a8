package dev.flamestream.standalone.push;

import dev.flamestream.engine.delta.CumulativeTypes;
import dev.flamestream.engine.profile.Decoded;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.profile.ProfileNames;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes pprof files one after the other, each as one record; what does not decode is told here rather than refused
 * later by the job.
 *
 * <p>Not thread-safe. Holds at most {@link #MAX_IN_FLIGHT} files that Kafka has not acknowledged. Close it.
 */
public final class FilePusher implements AutoCloseable {
    private static final int MAX_IN_FLIGHT = 64;

    /** A broker that is there answers at once; a person waits for the one that is not. */
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);

    private static final Duration DELIVERY_PATIENCE = Duration.ofSeconds(30);

    private final KafkaAccess kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private final PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT);
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private final Envelope envelope;
    private final BiConsumer<Path, String> onFailure;
    private boolean away;

    /** What every pushed file gets beside its content; an empty name is guessed from its sample types. */
    public record Envelope(String tenant, Labels labels, String profileName, ProfileTime time) {}

    private record InFlight(Path file, Future<RecordMetadata> acknowledgement) {}

    /** A pusher to the given brokers; failures are told file by file. */
    public FilePusher(KafkaAccess kafka, Envelope envelope, BiConsumer<Path, String> onFailure) {
        this.kafka = kafka;
        this.envelope = envelope;
        this.onFailure = onFailure;
        this.producer = new KafkaProducer<>(
                kafka.ofProducer(Map.of(
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        RecordFormat.MAX_RECORD_BYTES,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        4L * RecordFormat.MAX_RECORD_BYTES,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        CONNECT_PATIENCE.toMillis(),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        (int) CONNECT_PATIENCE.toMillis(),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        (int) DELIVERY_PATIENCE.toMillis())),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Reads, checks and sends one file. */
    public void push(Path file) {
        if (away) {
            onFailure.accept(file, "not sent: " + kafka.bootstrapServers() + " did not answer before");
            return;
        }
        if (inFlight.size() == MAX_IN_FLIGHT) {
            settle(inFlight.removeFirst());
        }
        try {
            long size = Files.size(file);
            if (size > RecordFormat.MAX_VALUE_BYTES) {
                throw new IOException("expected at most " + RecordFormat.MAX_VALUE_BYTES + " bytes, found " + size);
            }
            byte[] pprof = Files.readAllBytes(file);
            Decoded decoded = decoder.decode(pprof);
            decoded.<Runnable>fold(
                            profile -> () -> send(file, pprof, profile),
                            rejection -> () -> onFailure.accept(file, rejection.toString()))
                    .run();
        } catch (NoSuchFileException failure) {
            onFailure.accept(file, "no such file");
        } catch (IOException failure) {
            onFailure.accept(file, "not readable: " + failure.getMessage());
        }
    }

    private void send(Path file, byte[] pprof, FlatProfile profile) {
        String name = envelope.profileName.isEmpty() ? ProfileNames.guess(profile) : envelope.profileName;
        Labels named = envelope.labels.with(Labels.PROFILE_NAME, name);
        // A file stands for itself: one heap is not to be compared with another that was sent the day before.
        boolean isCumulative = named.value(Labels.DELTA).isEmpty() && CumulativeTypes.of(profile, named).length > 0;
        Labels labels = isCumulative ? named.with(Labels.DELTA, "false") : named;
        ProfileRecord content = ProfileRecord.of(labels, pprof)
                .tenant(envelope.tenant)
                .timeMillis(envelope.time.millisOf(pprof))
                .id(UUID.randomUUID().toString())
                .agent("flamestream-push/0.1.0")
                .build();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(RecordFormat.TOPIC, content.key(), content.value());
        content.headers().forEach(header -> record.headers().add(header.name(), header.utf8()));
        try {
            InFlight sent = new InFlight(file, producer.send(record));
            if (sent.acknowledgement.isDone()) {
                // It failed already: brokers that are away are then known to be so before the next file.
                settle(sent);
            } else {
                inFlight.addLast(sent);
            }
        } catch (KafkaException failure) {
            onFailure.accept(file, String.valueOf(failure.getMessage()));
        }
    }

    private void settle(InFlight pushed) {
        try {
            pushed.acknowledgement.get();
        } catch (ExecutionException failure) {
            Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
            boolean timedOut = cause instanceof TimeoutException;
            away |= timedOut;
            onFailure.accept(
                    pushed.file,
                    timedOut ? kafka.bootstrapServers() + " did not answer" : String.valueOf(cause.getMessage()));
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            onFailure.accept(pushed.file, "interrupted");
        }
    }

    /** Waits until Kafka has acknowledged or refused all that was sent. */
    @Override
    public void close() {
        while (!inFlight.isEmpty()) {
            settle(inFlight.removeFirst());
        }
        producer.close(CONNECT_PATIENCE);
        decoder.close();
    }
}
