package dev.flamestream.agent.publish;

import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.RecordFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Sends profiles to Kafka without ever holding up the program that made them.
 *
 * <p>{@link #publish} puts the profile into a bounded buffer and returns at once; one thread of the publisher's own hands
 * it to an idempotent Kafka producer with {@code acks=all}. While Kafka is away profiles are kept up to the buffer's bound;
 * past it <em>new</em> ones are refused, since the old ones are closer to being delivered and a refusal is something the
 * caller can still react to. Each profile is settled exactly once, with a {@link Delivery} that is never an exception:
 * acknowledged, refused, or given up after the delivery timeout. That timeout runs once while Kafka has not been found at
 * all and once more from the hand-over to the producer: a profile is settled after twice the timeout at the latest.
 *
 * <p>Thread-safe. The bytes given are not copied and must not change until settled. Memory: the bytes in the buffer, twice
 * for those handed over and not yet acknowledged. Close it: an open one holds threads and connections.
 */
public final class ProfilePublisher implements AutoCloseable {
    /** Longer than a round trip to a healthy cluster, shorter than the 30 s that container runtimes wait before a kill. */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** What the 64 KiB that the record's format reserves leaves when Kafka's own framing of a record is taken off. */
    static final int MAX_HEADER_BYTES = RecordFormat.MAX_RECORD_BYTES - RecordFormat.MAX_VALUE_BYTES - 1024;

    private final PublisherSettings settings;
    private final String tenant;
    private final Labels labels;
    private final String agent;
    private final PublishThread thread;

    ProfilePublisher(Builder builder, ProducerFactory producers) {
        this.settings = builder.settings;
        this.tenant = builder.tenant;
        this.labels = builder.labels;
        this.agent = builder.agent;
        this.thread = new PublishThread(settings, producers, builder.listener);
        this.thread.start();
    }

    /** Starts a publisher to the given servers, {@code host:port,host:port}. */
    public static Builder to(String bootstrapServers) {
        return new Builder(PublisherSettings.of(bootstrapServers));
    }

    /** Starts a publisher of the given settings. */
    public static Builder to(PublisherSettings settings) {
        return new Builder(settings);
    }

    /**
     * Publishes one pprof file, gzip or plain, of the publisher's tenant; the publisher's labels are added where the given
     * ones have none of that name.
     *
     * @param time when the profile was taken
     * @return what came of it; continuations run on the Kafka client's thread and must be short
     */
    public CompletionStage<Delivery> publish(Labels profileLabels, Instant time, byte[] pprof) {
        ProfileRecord.Builder profile = ProfileRecord.of(profileLabels.withMissing(labels.asMap()), pprof);
        return publish(profile.tenant(tenant)
                .timeMillis(time.toEpochMilli())
                .id(UUID.randomUUID().toString())
                .agent(agent)
                .build());
    }

    /** Publishes a record as it is: its own tenant, labels, time, id and agent. */
    public CompletionStage<Delivery> publish(ProfileRecord profile) {
        byte[] key = profile.key();
        List<Header> headers = profile.headers().stream()
                .<Header>map(header -> new RecordHeader(header.name(), header.utf8()))
                .toList();
        long headerBytes = key.length
                + headers.stream()
                        .mapToLong(header -> header.key().length() * 3L + header.value().length)
                        .sum();
        Optional<String> tooLarge = tooLarge(profile.value().length, headerBytes);
        CompletableFuture<Delivery> delivery = new CompletableFuture<>();
        long timestamp = profile.timeMillis().orElse(System.currentTimeMillis());
        PendingProfile pending = new PendingProfile(
                new ProducerRecord<>(settings.topic(), null, timestamp, key, profile.value(), headers),
                profile.value().length + headerBytes,
                System.nanoTime() + settings.deliveryTimeout().toNanos(),
                delivery);
        tooLarge.ifPresentOrElse(
                detail -> thread.refuse(pending, new Delivery(Outcome.TOO_LARGE, detail)),
                () -> thread.enqueue(pending));
        return delivery.minimalCompletionStage();
    }

    private static Optional<String> tooLarge(long valueBytes, long headerBytes) {
        if (valueBytes > RecordFormat.MAX_VALUE_BYTES) {
            return Optional.of(
                    "profile: expected at most " + RecordFormat.MAX_VALUE_BYTES + " bytes, found " + valueBytes);
        }
        if (headerBytes > MAX_HEADER_BYTES) {
            return Optional.of("labels: expected at most " + MAX_HEADER_BYTES + " bytes, found " + headerBytes);
        }
        return Optional.empty();
    }

    /** Bytes of profiles not yet settled. */
    public long bufferedBytes() {
        return thread.buffer().bytes();
    }

    /** Profiles not yet settled. */
    public int bufferedProfiles() {
        return thread.buffer().profiles();
    }

    /** Whether the last thing heard of Kafka is that it takes no profiles. */
    public boolean isKafkaAway() {
        return thread.watch().isAway();
    }

    /** What it was opened with. */
    public PublisherSettings settings() {
        return settings;
    }

    /** Closes within {@link #DEFAULT_CLOSE_TIMEOUT}. */
    @Override
    public void close() {
        close(DEFAULT_CLOSE_TIMEOUT);
    }

    /**
     * Takes no more profiles, sends what is buffered, and settles what Kafka has not acknowledged in that time as closed.
     * Returns after the timeout and two seconds at the latest. Closing twice does nothing.
     */
    public void close(Duration timeout) {
        thread.close(timeout);
    }

    /** Gathers what a publisher may have beside its settings. */
    public static final class Builder {
        private PublisherSettings settings;
        private String tenant = RecordFormat.DEFAULT_TENANT;
        private Labels labels = Labels.EMPTY;
        private String agent = "";
        private DeliveryListener listener = DeliveryListener.NONE;

        private Builder(PublisherSettings settings) {
            this.settings = settings;
        }

        /** Sets the tenant; a name that {@link RecordFormat#isTenantName} refuses is an error of the caller. */
        public Builder tenant(String name) {
            if (!RecordFormat.isTenantName(name)) {
                throw new IllegalArgumentException("not a tenant name: \"" + name + "\"");
            }
            this.tenant = name;
            return this;
        }

        /** Sets labels for every profile, for names that the profile's own labels do not have. */
        public Builder labels(Labels ofEveryProfile) {
            this.labels = ofEveryProfile;
            return this;
        }

        /** Sets who publishes, name and version. */
        public Builder agent(String nameAndVersion) {
            this.agent = nameAndVersion;
            return this;
        }

        /** Sets the buffer's bounds. */
        public Builder buffer(long bytes, int profiles) {
            this.settings = settings.withBuffer(bytes, profiles);
            return this;
        }

        /** Sets how long Kafka may take to acknowledge a profile. */
        public Builder deliveryTimeout(Duration timeout) {
            this.settings = settings.withDeliveryTimeout(timeout);
            return this;
        }

        /** Sets who hears what came of each profile. */
        public Builder listener(DeliveryListener deliveryListener) {
            this.listener = deliveryListener;
            return this;
        }

        /** Opens the publisher; it needs no Kafka to be there yet. */
        public ProfilePublisher open() {
            return open(ProducerFactory.ofKafka(settings));
        }

        ProfilePublisher open(ProducerFactory producers) {
            return new ProfilePublisher(this, producers);
        }
    }
}
